"""Which adapters a role begins with: the published ones, none, or those of a folder or of the hub's cache."""

from dataclasses import dataclass
from pathlib import Path

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.adapter_config import new_config
from specter2_gui.encoder.adapter_file import CONFIG
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.catalogue import refuse_damaged
from specter2_gui.encoder.gate import Admitted, admit
from specter2_gui.encoder.hub_cache import complete_snapshot
from specter2_gui.encoder.library import Kind, add_adapter
from specter2_gui.encoder.manifest import MANIFEST, MOST_IN_STACK, Manifest, read_manifest
from specter2_gui.encoder.repositories import adapter_repository, is_hub_name

_BEST = "best"
_OTHER_FAMILY = "aug2023refresh"
_SEEDS = {Role.QUERY: 1, Role.PAPER: 2}


@dataclass(frozen=True, slots=True)
class Start:
    """One adapter to begin with: where it lies, what it is called, and the hash its weights must have, if known."""

    folder: Path
    label: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class RoleAdapters:
    """The adapters of a role in the order a text passes through them; the last one is the one that learns."""

    stack: tuple[Admitted, ...]
    origin: str

    @property
    def slots(self) -> list[str]:
        """Their names in the model."""
        return [adapter.slot for adapter in self.stack]


def begin_role(body: Body, role: Role, asked: str, kind: Kind) -> RoleAdapters:
    """Let the adapters that ``role`` starts from into the model, so that the last one is of ``kind`` and can learn.

    ``asked`` is ``auto`` (the published adapter, else none), ``zero`` (none), a folder or a hub name. If what is
    there ends in another kind, or is nothing, an adapter that changes nothing yet is put on top: the start is exact.

    Raises:
        UserError: ``asked`` cannot be found, belongs to another backbone, or is refused by the gate.
    """
    starts, origin = _starts(body, role, asked)
    stack = [
        admit(body, start.folder, slot_name(role, position), start.label, sha256=start.sha256)
        for position, start in enumerate(starts)
    ]
    if asked not in ("auto", "zero"):
        _check_family(body, asked, stack)
    if not stack or stack[-1].config.kind != kind:
        if len(stack) == MOST_IN_STACK:
            raise _too_many(asked, kind)
        _check_low_rank(asked, kind, stack)
        slot, config = slot_name(role, len(stack)), new_config(kind)
        parameters = add_adapter(body.model, slot, config.for_library(zero=True), seed=_SEEDS[role])
        for parameter in parameters.values():
            parameter.requires_grad = False
        stack.append(Admitted(slot, config, parameters))
    return RoleAdapters(tuple(stack), origin)


def saved_role(body: Body, role: Role, folder: Path, manifest: Manifest) -> RoleAdapters:
    """Let the saved adapters of ``role`` into the model, none added; the manifest must have been checked before.

    Raises:
        UserError: the gate refuses one.
    """
    starts = _saved_starts(folder, role, manifest)
    return RoleAdapters(
        tuple(
            admit(body, start.folder, slot_name(role, position), start.label, sha256=start.sha256)
            for position, start in enumerate(starts)
        ),
        "tuned",
    )


def slot_name(role: Role, position: int) -> str:
    """The name in the model of the adapter at ``position`` (from 0) of the stack of ``role``."""
    return f"{role.value}_{position}"


def check_same_backbone(body: Body, folder: Path, manifest: Manifest) -> None:
    """Refuse adapters that were trained on another backbone, or with another vocabulary.

    Raises:
        UserError: the hash in ``manifest`` is not that of ``body``.
    """
    if (manifest.backbone.sha256, manifest.backbone.vocabulary_sha256) != (body.sha256, body.vocabulary_sha256):
        raise UserError(
            f"The adapters in '{folder.name}' belong to another model",
            f"they were trained on '{manifest.backbone.title}', and the check sum of '{body.backbone.title}' on this "
            "computer is another one",
            "Choose the model they were trained on as backbone, or start from other adapters",
        )


def run_model_folder(folder: Path) -> Path:
    """The folder with the manifest: ``folder`` itself, or its ``best`` when ``folder`` is a run's."""
    best = folder / _BEST
    return best if not (folder / MANIFEST).is_file() and (best / MANIFEST).is_file() else folder


def _starts(body: Body, role: Role, asked: str) -> tuple[list[Start], str]:
    if asked == "zero":
        return [], "new"
    if asked == "auto":
        published = body.backbone.published.get(role)
        label = f"{body.backbone.title}, published for the {role.value}"
        return ([Start(published, label)], "published") if published else ([], "new")
    folder = _find(asked)
    model_folder = run_model_folder(folder)
    if (model_folder / MANIFEST).is_file():
        manifest = read_manifest(model_folder)
        check_same_backbone(body, folder, manifest)
        run = model_folder.parent if model_folder.name == _BEST else model_folder
        return _saved_starts(model_folder, role, manifest), f"from {run.name}"
    return [Start(folder, asked)], f"from {asked if is_hub_name(asked) else folder.name}"


def _saved_starts(folder: Path, role: Role, manifest: Manifest) -> list[Start]:
    return [
        Start(folder / note.folder, f"{folder.name}/{note.folder}", note.sha256) for note in manifest.adapters[role]
    ]


def _find(asked: str) -> Path:
    """The folder of an adapter by its path, or by its hub name if the hub's cache has it; nothing is fetched."""
    folder = Path(asked).expanduser()
    if folder.is_dir():
        return folder.resolve()
    repository = adapter_repository(asked) if is_hub_name(asked) else None
    cached = complete_snapshot(repository) if repository is not None else None
    fetch = f"run: specter2-gui fetch {asked}"
    if repository is None or cached is None:
        raise UserError(
            f"The adapter '{asked}' is not on this computer",
            "there is no folder of this name, and no adapter of this name in the cache of the model hub",
            f"Give 'auto', 'zero', or a folder that holds {CONFIG}" + (f", or {fetch}" if repository else ""),
        )
    refuse_damaged(repository, cached, f"For that {fetch}")
    return cached


def _too_many(asked: str, kind: Kind) -> UserError:
    return UserError(
        f"No adapter of the kind {kind} can be put on those of '{asked}'",
        f"They are {MOST_IN_STACK} already, since run after run has changed the kind",
        "Keep the kind of the run you start from (model.adapter), or start from an earlier run",
    )


def _check_low_rank(asked: str, kind: Kind, stack: list[Admitted]) -> None:
    """Refuse a low-rank adapter above another one: the library passes one's output to the next, and zero stays zero."""
    if kind == "lora" and any(adapter.config.kind == "lora" for adapter in stack):
        raise UserError(
            f"No second low-rank adapter can be put on those of '{asked}'",
            "There is one below already, and a new one above it would undo what that one has learned",
            "Set model.adapter to seq_bn, or start from an earlier run",
        )


def _check_family(body: Body, asked: str, stack: list[Admitted]) -> None:
    """Keep SPECTER2's two releases apart: same shapes, other weights, so nothing else would tell."""
    theirs = any(_OTHER_FAMILY in text for text in (asked, *(adapter.config.made_for for adapter in stack)))
    if theirs != (_OTHER_FAMILY in f"{body.backbone.name} {body.backbone.folder}"):
        raise UserError(
            f"The adapter '{asked}' does not belong to the model '{body.backbone.title}'",
            f"one of the two is of SPECTER2's release of August 2023 ({_OTHER_FAMILY}) and the other is not",
            "Take backbone and adapters of the same release",
        )
