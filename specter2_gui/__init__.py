"""specter2_gui: fine-tune SPECTER2's adapters on a library's own judgements, in a window."""

__version__ = "0.1.0"
