"""How far apart two vectors are: the one word that training, search and the files of a model share."""

from typing import Literal

Distance = Literal["l2", "cosine"]
"""``l2``: Euclidean distance of the vectors as they are; ``cosine``: 1 minus the cosine of the angle between them."""
