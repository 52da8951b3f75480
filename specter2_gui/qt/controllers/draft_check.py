"""Judges a triplet that is not saved yet, beside the rows that are: by the same rules, without reading them all again."""

from specter2_gui.domain.texts import comparable
from specter2_gui.domain.triplet_checks import SeenTriplets, check_row, keys_of
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.widgets.triplet_rows import TableContent, as_mapping


def problems_of_draft(draft: Triplet, place: int, content: TableContent) -> tuple[str, ...]:
    """What would be wrong with ``draft`` as the row at ``place`` (counted from 1): by itself, and beside earlier rows."""
    found = check_row(place, as_mapping(draft))
    if not isinstance(found, Triplet):
        return tuple(problem.text for problem in found)
    seen = SeenTriplets()
    for earlier in content.places_of_query(comparable(found.query)):
        if earlier < place:
            seen.accept(earlier, keys_of(content.rows[earlier - 1].triplet))
    return tuple(problem.text for problem in seen.against(place, keys_of(found)))
