"""The fictional collection in ``resources/sample`` is what its README says."""
