"""The real starter model, where it is installed: our vectors are those of the library it was made with."""

import importlib.util
import warnings

import numpy as np
import pytest

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.encoder.encoder import load_encoder
from specter2_gui.encoder.starter import starter_folder

TEXTS = [
    "What do bees eat?",
    "Honey bees collect nectar and pollen. [SEP] Both are food for the colony, and pollen feeds the young.",
    "Dark matter in the rotation curves of spiral galaxies",
]


def test_the_starter_gives_the_vectors_of_sentence_transformers() -> None:
    folder = starter_folder()
    if folder is None:
        pytest.skip("the starter model is not installed")
    encoder = load_encoder(find_backbone("starter"), Model(), device="cpu", precision="fp32")
    assert encoder.fast
    assert (encoder.pooling, encoder.distance, encoder.max_length, encoder.dim) == ("mean", "cosine", 256, 384)
    vectors = encoder.encode(Role.PAPER, TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert (vectors @ vectors.T)[0, 1] > (vectors @ vectors.T)[0, 2]
    encoder.use_precision("bf16")
    assert (vectors * encoder.encode(Role.PAPER, TEXTS)).sum(axis=1).min() > 0.999
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers, the library to compare with, is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peer's own warnings are not ours
        from sentence_transformers import SentenceTransformer

        expected = SentenceTransformer(str(folder), device="cpu").encode(TEXTS, show_progress_bar=False)
    assert (vectors * np.asarray(expected)).sum(axis=1).min() > 0.99999
