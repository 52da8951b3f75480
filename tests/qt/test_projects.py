"""Projects in the window: named on Home, opened, made, packed and unpacked, and rescued."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.archive import write_archive
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.controllers.projects import ProjectsController
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.opening import Trouble, open_first
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.backup_choice import BackupChoice
from specter2_gui.qt.widgets.notices import Action
from specter2_gui.qt.widgets.project_card import ProjectCard
from tests.qt.conftest import Said

TRIPLET = Triplet("a query", "A paper", "", "Another paper", "")


class Desk:
    """The card of Home with everything behind it."""

    def __init__(self, qtbot: QtBot, project: Project, background: Background, tasks: Tasks, notify: Said) -> None:
        self.qtbot, self.background, self.notify = qtbot, background, notify
        self.hindrance = ""
        self.opened: list[Project] = []
        self.memory = Memory()
        self.card = ProjectCard()
        qtbot.addWidget(self.card)
        self.controller = ProjectsController(
            self.card, project, background, tasks, notify, self.memory, self.hinders, self.card
        )
        self.controller.opened.connect(self.opened.append)

    def hinders(self) -> str:
        return self.hindrance

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.background.busy)

    def press(self, words: str) -> None:
        """Press the button of the newest notice."""
        action = self.notify.actions[-1]
        assert isinstance(action, tuple)
        found: Action = action  # type: ignore[assignment] - a notice's action is a pair
        assert found[0] == words
        found[1]()
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, project: Project, background: Background, tasks: Tasks, notify: Said) -> Iterator[Desk]:
    made = Desk(qtbot, project, background, tasks, notify)
    yield made
    for opened in made.opened:
        opened.close()


def damage(folder: Path) -> None:
    """A project with one triplet and a backup, of which a page is overwritten."""
    with Project.open(folder) as project:
        project.workspace.add(TRIPLET)
        project.back_up()
    file = folder / "project.sqlite"
    content = bytearray(file.read_bytes())
    content[4096 : 4096 + 2000] = os.urandom(2000)
    file.write_bytes(content)


def test_the_card_names_the_project_and_what_is_in_it(desk: Desk, project: Project) -> None:
    desk.controller.begin(None)
    assert desk.card.name.text() == "Project: collection of the reading room"
    project.queries.add(["do hedgerows help wild bees"])
    desk.controller.project_changed(None)  # type: ignore[arg-type] - what is in the snapshot does not matter
    desk.settle()
    assert desk.card.words.text() == "0 papers, 1 query, 0 judgements, 0 triplets"


def test_another_project_is_opened_and_remembered_by_the_window_that_shows_it(desk: Desk, tmp_path: Path) -> None:
    desk.controller.begin(None)
    desk.controller.open(tmp_path / "theses")
    desk.settle()
    assert [project.name for project in desk.opened] == ["theses"]
    assert (tmp_path / "theses" / "project.sqlite").is_file()


def test_a_second_click_waits_for_the_first(desk: Desk, tmp_path: Path, tasks: Tasks) -> None:
    desk.controller.open(tmp_path / "theses")
    assert [task.words for task in tasks.facts] == ["Opening theses"]
    desk.controller.open(tmp_path / "theses")
    desk.settle()
    assert desk.notify.said == [("This has to wait: Opening theses.", "warning")]
    assert [project.name for project in desk.opened] == ["theses"]


def test_what_began_while_a_project_was_being_opened_is_not_interrupted(desk: Desk, tmp_path: Path) -> None:
    desk.controller.open(tmp_path / "theses")
    desk.hindrance = "A training is running. Pause or end it first."
    desk.settle()
    assert desk.opened == []
    Project.open(tmp_path / "theses").close()  # nobody holds it


def test_a_project_is_unpacked_and_opened_in_the_whole_window(
    made: Composition, project: Project, qtbot: QtBot, tmp_path: Path
) -> None:
    project.workspace.add(TRIPLET)
    write_archive(project, tmp_path / "all.zip")
    qtbot.waitUntil(lambda: not made.background.busy)
    with qtbot.waitSignal(made.projects.opened, timeout=20_000) as opened:
        made.projects.unpack(tmp_path / "all.zip", tmp_path / "moved")
    assert opened.args is not None
    with opened.args[0] as unpacked:
        assert unpacked.folder == tmp_path / "moved"


def test_nothing_is_opened_while_something_is_at_work(desk: Desk, tmp_path: Path) -> None:
    desk.hindrance = "A training is running. Pause or end it first."
    desk.controller.open(tmp_path / "theses")
    desk.settle()
    assert desk.notify.said == [("A training is running. Pause or end it first.", "warning")]
    assert desk.opened == []
    assert not (tmp_path / "theses").exists()


def test_a_folder_with_other_files_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear", encoding="utf-8")
    desk.controller.open(tmp_path / "letters")
    desk.settle()
    assert "holds other files" in desk.notify.texts[-1]
    assert desk.opened == []


def test_a_project_of_another_window_is_offered_as_a_copy_for_reading(desk: Desk, tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; from specter2_gui.project.project import Project\n"
        "project = Project.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); project.close()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "theses")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        desk.controller.open(tmp_path / "theses")
        desk.settle()
        assert "open" in desk.notify.texts[-1]
        desk.press("Open a copy for reading")
        other.communicate("")
    assert [project.read_only for project in desk.opened] == [True]


def test_a_damaged_project_goes_back_to_its_backup(desk: Desk, tmp_path: Path) -> None:
    damage(tmp_path / "theses")
    desk.controller.open(tmp_path / "theses")
    desk.settle()
    assert desk.opened == []
    desk.press("Go back to the newest backup")
    assert "is kept in the folder “replaced”" in desk.notify.texts[-1]
    desk.press("Open it")
    assert desk.opened[0].workspace.valid_triplets() == (TRIPLET,)


def test_a_damaged_project_without_backups_is_rescued_as_far_as_it_can_be_read(desk: Desk, tmp_path: Path) -> None:
    damage(tmp_path / "theses")
    for backup in (tmp_path / "theses" / "backups").iterdir():
        backup.unlink()
    desk.controller.open(tmp_path / "theses")
    desk.settle()
    desk.press("Rescue what can be read")
    assert "could be read" in desk.notify.texts[-1]
    desk.press("Open it")
    assert desk.opened[0].name == "theses"


def test_a_project_that_was_damaged_at_the_start_is_told_with_the_way_back(desk: Desk, own_home: Path) -> None:
    damage(own_home / "My collection")
    project, trouble = open_first(own_home)
    project.close()
    assert isinstance(trouble, Trouble)
    desk.controller.begin(trouble)
    desk.press("Go back to the newest backup")
    desk.press("Open it")
    assert desk.opened[0].folder == own_home / "My collection"


def test_a_project_goes_into_a_zip_file_and_out_of_it(
    desk: Desk, project: Project, tasks: Tasks, tmp_path: Path
) -> None:
    project.workspace.add(TRIPLET)
    desk.controller.pack(tmp_path / "all.zip")
    assert [task.words for task in tasks.facts] == ["Saving all.zip"]
    desk.settle()
    assert desk.notify.texts[-1] == "The project was saved as all.zip."
    assert tasks.facts == ()
    desk.controller.unpack(tmp_path / "all.zip", tmp_path / "moved")
    desk.settle()
    assert desk.opened[0].workspace.valid_triplets() == (TRIPLET,)


def test_a_zip_file_that_is_none_is_refused_in_words(desk: Desk, tasks: Tasks, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"no zip file")
    desk.controller.unpack(tmp_path / "all.zip", tmp_path / "moved")
    desk.settle()
    assert "no zip file" in desk.notify.texts[-1]
    assert tasks.facts == ()
    assert not (tmp_path / "moved").exists()


def test_a_backup_is_made_on_request(desk: Desk, project: Project) -> None:
    project.workspace.add(TRIPLET)
    desk.controller.back_up()
    desk.settle()
    assert desk.notify.said == [("A backup of the project was made and checked.", "success")]


def test_the_backups_are_shown_and_one_is_gone_back_to(desk: Desk, project: Project) -> None:
    desk.controller.choose_backup()
    desk.settle()
    assert "There is no backup yet" in desk.notify.texts[-1]
    project.workspace.add(TRIPLET)
    backup = project.back_up()
    asked: list[tuple[Path, Path]] = []
    desk.controller.restore_asked.connect(lambda folder, path: asked.append((folder, path)))
    desk.controller.choose_backup()
    desk.settle()
    choice = desk.card.findChild(BackupChoice)
    assert choice is not None
    assert choice.list.item(0).text().endswith("made when you asked for it")
    choice.go_button.click()
    assert asked == [(project.folder, backup.path)]


def test_projects_of_before_are_offered_on_home(desk: Desk, tmp_path: Path) -> None:
    Project.open(tmp_path / "theses").close()
    desk.memory.add_project(tmp_path / "theses")
    desk.controller.begin(None)
    links = [found for found in desk.card.findChildren(type(desk.card.open_button)) if found.text() == "theses"]
    links[0].click()
    desk.settle()
    assert [project.name for project in desk.opened] == ["theses"]
