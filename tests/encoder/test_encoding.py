"""Texts into vectors: equal whatever the batch, the order, the thread; and equal to the library's own way."""

import logging
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder

TEXTS = [
    "bees and honey",
    "quantum light in a galaxy of stars, measured over many years by robots",
    "cost",
    "Épidemiology of the lung: what do patients with cystic fibrosis eat, and how much?",
    "bees and honey",
    "a " * 300,
]


@pytest.fixture(scope="module")
def encoder(tiny_specter2: Backbone) -> Encoder:
    return load_encoder(tiny_specter2, Model(), device="cpu")


def test_vectors_are_float32_and_in_the_order_of_the_texts(encoder: Encoder) -> None:
    vectors = encoder.encode(Role.PAPER, TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dim)
    alone = np.concatenate([encoder.encode(Role.PAPER, [text]) for text in TEXTS])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)
    assert not np.allclose(vectors[0], vectors[1], atol=1e-2)


@pytest.mark.parametrize("budget", [1, 7, 64, 100_000])
def test_vectors_do_not_depend_on_the_size_of_the_batches(encoder: Encoder, budget: int) -> None:
    expected = encoder.encode(Role.QUERY, TEXTS)
    np.testing.assert_allclose(encoder.encode(Role.QUERY, TEXTS, batch_tokens=budget), expected, atol=1e-5)


def test_each_distinct_text_is_encoded_once_and_reported_once(encoder: Encoder) -> None:
    heard: list[tuple[int, int]] = []
    vectors = encoder.encode(Role.QUERY, TEXTS, batch_tokens=8, on_progress=lambda *counts: heard.append(counts))
    assert heard[-1] == (5, 5)
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    np.testing.assert_array_equal(vectors[0], vectors[4])


def test_more_texts_than_are_tokenized_at_once_keep_their_order(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = encoder.encode(Role.QUERY, TEXTS)
    monkeypatch.setattr("specter2_gui.encoder.encoding._TEXTS_AT_ONCE", 2)
    heard: list[int] = []
    vectors = encoder.encode(Role.QUERY, TEXTS, on_progress=lambda done, _: heard.append(done))
    np.testing.assert_allclose(vectors, expected, atol=1e-5)
    assert heard == [2, 4, 5]


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode(Role.QUERY, []).shape == (0, encoder.dim)
    assert encoder.forward(Role.QUERY, []).shape == (0, encoder.dim)


def test_the_two_roles_read_the_same_text_differently(encoder: Encoder) -> None:
    query, paper = (encoder.encode(role, TEXTS[:1]) for role in (Role.QUERY, Role.PAPER))
    assert np.abs(query - paper).max() > 1e-2


@pytest.mark.parametrize(("role", "name"), [(Role.QUERY, "[QRY]"), (Role.PAPER, "[PRX]")])
def test_vectors_equal_those_of_the_library_with_its_own_loading(encoder: Encoder, role: Role, name: str) -> None:
    """The oracle: the way SPECTER2's card describes, with ``set_active_adapters`` and padding to the longest text."""
    from adapters import AutoAdapterModel
    from transformers import AutoTokenizer

    folder = encoder.backbone.folder
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoAdapterModel.from_pretrained(folder)
    model.load_adapter(str(encoder.backbone.published[role]), set_active=True)
    model.eval()
    assert name in model.adapters_config.adapters
    inputs = tokenizer(TEXTS, padding=True, truncation=True, max_length=encoder.max_length, return_tensors="pt")
    with torch.inference_mode():
        expected = model(**inputs).last_hidden_state[:, 0].numpy()
    np.testing.assert_allclose(encoder.encode(role, TEXTS), expected, atol=1e-5)


def test_two_threads_with_different_roles_do_not_disturb_one_another(encoder: Encoder) -> None:
    """The library's ``set_active_adapters`` is model-wide: with it most of these vectors would be of the other role."""
    roles = [Role.QUERY, Role.PAPER]
    expected = {role: encoder.encode(role, TEXTS[:4]) for role in roles}
    wrong: list[str] = []
    gate = threading.Barrier(2, timeout=30)

    def work(role: Role) -> None:
        gate.wait()
        wrong.extend(role for _ in range(40) if not np.array_equal(encoder.encode(role, TEXTS[:4]), expected[role]))

    threads = [threading.Thread(target=work, args=(role,)) for role in roles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_texts_are_cut_at_the_length_the_model_can_read(tiny_backbone: Backbone) -> None:
    long = load_encoder(tiny_backbone, Model(max_length=512), device="cpu")
    short = load_encoder(tiny_backbone, Model(max_length=16), device="cpu")
    assert long.max_length == tiny_backbone.max_length
    assert len(long.tokenize(["a " * 1000])[0]) == long.max_length
    assert len(short.tokenize(["a " * 1000])[0]) == short.max_length == 16


def test_a_paper_is_title_and_abstract_with_one_separator_or_its_title_alone(encoder: Encoder) -> None:
    papers = [Paper("1", "Bees", "Honey."), Paper("2", "Bees")]
    assert encoder.texts_of(papers) == ["Bees [SEP] Honey.", "Bees"]
    separator = encoder.tokenize([""])[0][-1]
    both, alone = encoder.tokenize(encoder.texts_of(papers))
    assert both.count(separator) == 2
    assert alone.count(separator) == 1


def test_a_text_with_half_a_character_is_refused_with_its_place(encoder: Encoder) -> None:
    with pytest.raises(UserError) as caught:
        encoder.encode(Role.QUERY, ["good", "ab\ud800c"])
    assert caught.value.what == "Text 2 cannot be read by the model"
    assert "At character 3" in caught.value.why


def test_mean_pooling_and_unit_length_follow_the_backbone(tiny_backbone: Backbone) -> None:
    like_the_starter = replace(tiny_backbone, pooling="mean", distance="cosine", normalize=True)
    encoder = load_encoder(like_the_starter, Model(), device="cpu")
    vectors = encoder.encode(Role.PAPER, TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    alone = np.concatenate([encoder.encode(Role.PAPER, [text]) for text in TEXTS])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)
    assert (encoder.pooling, encoder.distance) == ("mean", "cosine")


def test_pooling_and_distance_can_be_chosen(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model(pooling="mean"), device="cpu", distance="cosine")
    assert (encoder.pooling, encoder.distance) == ("mean", "cosine")
    other = load_encoder(tiny_backbone, Model(), device="cpu")
    assert (other.pooling, other.distance) == ("cls", "l2")
    assert np.abs(encoder.encode(Role.QUERY, TEXTS) - other.encode(Role.QUERY, TEXTS)).max() > 1e-2


def test_bf16_gives_nearly_the_same_vectors_in_fp32(tiny_specter2: Backbone, encoder: Encoder) -> None:
    low = load_encoder(tiny_specter2, Model(), device="cpu", precision="bf16")
    vectors, expected = low.encode(Role.PAPER, TEXTS), encoder.encode(Role.PAPER, TEXTS)
    cosine = (vectors * expected).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(expected, axis=1)
    assert vectors.dtype == np.float32
    assert low.precision == "bf16"
    assert not np.array_equal(vectors, expected)
    assert cosine.min() > 0.999


def test_vectors_that_are_not_numbers_are_refused(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model(), device="cpu")
    with torch.no_grad():
        encoder.trainable([Role.QUERY])[0].fill_(float("nan"))
    with pytest.raises(UserError, match="gave no usable vectors"):
        encoder.encode(Role.QUERY, ["bees"])


def test_too_little_memory_halves_the_batch_and_gives_the_same_vectors(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = encoder.encode(Role.QUERY, TEXTS)
    whole = encoder.forward

    def forward(role: Role, token_ids: list[list[int]]) -> torch.Tensor:
        if len(token_ids) > 2:
            raise torch.OutOfMemoryError
        return whole(role, token_ids)

    monkeypatch.setattr(encoder, "forward", forward)
    np.testing.assert_allclose(encoder.encode(Role.QUERY, TEXTS), expected, atol=1e-5)


def test_a_text_too_large_for_the_card_alone_is_told_in_words(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forward(*_: object) -> torch.Tensor:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(encoder, "forward", forward)
    with pytest.raises(UserError, match="too little memory"):
        encoder.encode(Role.QUERY, ["bees"])


def test_loading_and_encoding_is_silent(
    tiny_specter2: Backbone, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        load_encoder(tiny_specter2, Model(adapter="lora"), device="cpu").encode(Role.QUERY, ["what do bees eat"])
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
