"""Sizes, openings and habits that no linter knows."""

import ast
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "specter2_gui").rglob("*.py"))
PYTHON_FILES = MODULES + sorted((ROOT / "tests").rglob("*.py"))
CATCHES_ALL = {
    "specter2_gui/__main__.py",
    "specter2_gui/cli/main.py",
    "specter2_gui/app/finetuning.py",
    "specter2_gui/qt/training_thread.py",
    "specter2_gui/qt/background.py",
}
"""The only modules that may catch every fault: the edges where one becomes a sentence and a log entry."""


EXECUTING = {"pickle", "shelve", "marshal", "dill"}
"""Modules whose loading runs what it loads."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_under_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    opening = (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]
    assert opening.endswith("."), "a module says in one sentence what it is for"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_a_drawer_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def broad_handlers(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        ):
            reraises = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
            if not reraises:
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_named_edges_catch_every_fault(path: Path) -> None:
    if name_of(path) in CATCHES_ALL:
        return
    assert list(broad_handlers(tree_of(path))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_loading_never_executes_what_it_loads(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & EXECUTING
        if isinstance(node, ast.ImportFrom) and node.module in EXECUTING:
            assert all(alias.name.endswith("Error") for alias in node.names), "only its errors may be named"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.load":
            assert "weights_only=True" in ast.unparse(node)
        if isinstance(node, ast.keyword) and node.arg == "trust_remote_code":
            assert ast.unparse(node.value) == "False"


def comments(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.string


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_an_exception_from_a_check_names_its_rule_and_reason(path: Path) -> None:
    for comment in comments(path):
        if "noqa" in comment or "pyright: ignore" in comment or "type: ignore" in comment:
            rule = "noqa: " in comment or "ignore[" in comment
            assert rule, comment
            assert " - " in comment, f"the reason is missing: {comment}"


def test_each_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    explained = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    named: list[str] = project["dependencies"] + project["optional-dependencies"]["starter"]
    for requirement in named:
        name = requirement.split(">")[0].split("~")[0].split("=")[0].split("<")[0].split("[")[0]
        assert f"`{name.lower()}`" in explained, f"ARCHITECTURE.md does not say why {name} is here"


def test_the_top_level_holds_what_was_agreed() -> None:
    agreed = {"specter2_gui", "resources", "tests", "pyproject.toml", "README.md"}
    agreed |= {"ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - agreed - {"specter2_gui.egg-info", "build", "dist"} == set()
