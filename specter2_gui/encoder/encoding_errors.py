"""What can go wrong while texts become vectors, in plain words."""

from specter2_gui.domain.errors import UserError


def no_numbers(title: str) -> UserError:
    """The model gives vectors that are not numbers."""
    return UserError(
        f"The model '{title}' gave no usable vectors",
        "some of the values it computed are not numbers",
        "Use another model or run; if it was trained here, train again with a smaller learning rate",
    )


def no_memory() -> UserError:
    """Not even one text fits."""
    return UserError(
        "The graphics card has too little memory",
        "not even a single text fits",
        "Close other programs that use the graphics card, or choose 'cpu' as device",
    )


def too_many_layers(title: str, asked: int, layers: int) -> UserError:
    """``asked`` of the model's ``layers`` layers cannot be frozen; 0 layers are those that cannot be told apart."""
    why = f"it has {layers} layers, and at least one has to learn" if layers else "its layers cannot be told apart"
    return UserError(
        f"The lowest {asked} layers of '{title}' cannot be frozen",
        why,
        f"Set model.frozen_layers to {max(0, layers - 1)} or less",
    )
