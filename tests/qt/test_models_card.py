"""Which model is in use: said, chosen, and fetched from a hub on this computer when the person asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.encoder import hub as fetching
from specter2_gui.encoder import hub_transfer
from specter2_gui.encoder.repositories import ADHOC_QUERY, BASE, PROXIMITY
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.models import ModelsController
from specter2_gui.qt.widgets.model_card import ModelCard
from tests.hub_server import HubServer, running_hub
from tests.qt.conftest import Said

BACKBONE_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "pytorch_model.bin")
ADAPTER_FILES = ("adapter_config.json", "pytorch_adapter.bin")
WEIGHTS = "pytorch_model.bin"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub with SPECTER2's three repositories of made-up content, and an empty cache."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(hub_transfer, "PAUSES_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(fetching, "REPORT_EVERY_S", 0.0)
    with running_hub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.endpoint)
        for repository, names in ((BASE, BACKBONE_FILES), (PROXIMITY, ADAPTER_FILES), (ADHOC_QUERY, ADAPTER_FILES)):
            content = {name: b'{"a": 1}' if name.endswith(".json") else b"x" * 300_000 for name in names}
            server.serve(repository.name, repository.revision, content)
        yield server


@pytest.fixture
def card(qtbot: QtBot) -> ModelCard:
    made = ModelCard()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def models(card: ModelCard, background: Background, notify: Said, qtbot: QtBot) -> ModelsController:
    controller = ModelsController(card, background, notify, card)
    controller.refresh()
    qtbot.waitUntil(lambda: bool(card.in_use.text()))
    return controller


def test_nothing_is_contacted_until_the_button_is_pressed(
    hub: HubServer, models: ModelsController, card: ModelCard
) -> None:
    assert models.title
    assert models.title in card.in_use.text()
    assert card.look_button.isVisible()
    assert not card.fetch_button.isVisible()
    assert "Nothing is contacted" in card.words.text()
    assert hub.log == []


@pytest.mark.usefixtures("models")
def test_a_hub_that_answers_leads_to_an_offer_with_its_size(hub: HubServer, card: ModelCard, qtbot: QtBot) -> None:
    card.look_button.click()
    qtbot.waitUntil(card.fetch_button.isVisible)
    assert card.fetch_button.text() == "Download SPECTER2 (450 MB)"
    assert len(hub.log) == 1


def test_a_hub_that_is_silent_leads_to_the_starter(
    hub: HubServer, models: ModelsController, card: ModelCard, qtbot: QtBot
) -> None:
    hub.stop()
    card.look_button.click()
    qtbot.waitUntil(lambda: "does not answer" in card.words.text(), timeout=30_000)
    assert models.title in card.words.text()
    assert card.look_button.isVisible()


def test_the_download_is_paused_resumed_and_then_used(
    hub: HubServer, models: ModelsController, card: ModelCard, notify: Said, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    models.chosen.connect(chosen.append)
    hub.faults.held_after[WEIGHTS] = 100_000
    card.look_button.click()
    qtbot.waitUntil(card.fetch_button.isVisible)
    card.fetch_button.click()
    assert card.cancel_button.isVisible()
    qtbot.waitUntil(lambda: card.progress.bar.value() > 50)
    card.cancel_button.click()
    hub.released.set()
    qtbot.waitUntil(lambda: "Paused" in card.words.text(), timeout=30_000)
    assert chosen == []
    hub.faults.held_after.clear()
    card.fetch_button.click()
    qtbot.waitUntil(lambda: chosen == ["specter2"], timeout=30_000)
    qtbot.waitUntil(lambda: card.in_use.text() == "Model in use: SPECTER2")
    assert not card.fetch_button.isVisible()
    assert ("SPECTER2 is on this computer now and will be used.", "success") in notify.said


def test_wrong_content_is_refused_in_words_and_can_be_tried_again(
    hub: HubServer, models: ModelsController, card: ModelCard, notify: Said, qtbot: QtBot
) -> None:
    hub.faults.other_bytes[WEIGHTS] = b"y" * 300_000
    models.fetch()
    qtbot.waitUntil(lambda: bool(notify.said), timeout=30_000)
    assert notify.said[0][1] == "error"
    assert notify.actions[0] == ("Try again", models.fetch)
    assert not card.cancel_button.isVisible()
    assert "SPECTER2" not in models.title


def test_a_folder_named_in_the_settings_is_shown_by_its_name(models: ModelsController, card: ModelCard) -> None:
    models.use("/somewhere/my model")
    assert card.in_use.text() == "Model in use: my model"
    models.use("auto")
    assert "my model" not in card.in_use.text()


def test_pause_pressed_after_the_last_byte_has_come_is_no_pause(
    hub: HubServer,
    models: ModelsController,
    card: ModelCard,
    notify: Said,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen: list[str] = []
    models.chosen.connect(chosen.append)
    finished = models._fetched

    def pause_too_late() -> None:
        models.cancel()
        finished()

    monkeypatch.setattr(models, "_fetched", pause_too_late)
    models.fetch()
    qtbot.waitUntil(lambda: chosen == ["specter2"], timeout=30_000)
    assert "Paused" not in card.words.text()
    assert ("SPECTER2 is on this computer now and will be used.", "success") in notify.said
    assert hub.log
