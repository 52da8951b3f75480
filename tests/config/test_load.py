"""Settings from files and options: what is accepted, and the words for everything that is not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.config.load import MOST_BYTES, apply_overrides, load_settings, parse_settings
from specter2_gui.config.settings import Data, Model, Settings, Train
from specter2_gui.domain.errors import UserError


def refused(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        parse_settings(text, "my.yaml")
    return caught.value


def option_refused(*options: str) -> UserError:
    with pytest.raises(UserError) as caught:
        apply_overrides(Settings(), options)
    return caught.value


def test_a_file_with_nothing_but_training_settings_is_accepted_as_it_is() -> None:
    text = (
        "train: {lr: 2e-4, batch_size: 8, epochs: 5, margin: 1.0, eval_steps: 50, weight_decay: 0.01, "
        "warmup_ratio: 0.1, output_dir: runs}"
    )
    train = Train(lr=2e-4, batch_size=8, epochs=5, margin=1.0, eval_steps=50, weight_decay=0.01, warmup_ratio=0.1)
    assert parse_settings(text, "my.yaml") == Settings(train=train.model_copy(update={"output_dir": "runs"}))


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "train:\n", "train: {}\ndata: ~\n", "\ufeff"])
def test_what_is_not_there_has_its_default(text: str) -> None:
    assert parse_settings(text, "my.yaml") == Settings()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2e-4", 2e-4),
        ("2E-4", 2e-4),
        ("0.0002", 2e-4),
        (".0002", 2e-4),
        ("'2e-4'", 2e-4),
        ('"0.0002"', 2e-4),
        ("+2.0e-04", 2e-4),
    ],
)
def test_numbers_are_read_in_every_usual_form(written: str, value: float) -> None:
    assert parse_settings(f"train: {{lr: {written}}}", "my.yaml").train.lr == value


@pytest.mark.parametrize(("written", "value"), [("010", 10), ("'12'", 12), ("7.0", 7), ("1e3", 1000)])
def test_whole_numbers_are_read_as_people_mean_them(written: str, value: int) -> None:
    assert parse_settings(f"data: {{limit: {written}}}", "my.yaml").data.limit == value


@pytest.mark.parametrize("written", ["no", "on", "2024", "2024-01-01", "12:30", "1e3", "true"])
def test_a_text_is_taken_as_it_is_written(written: str) -> None:
    assert parse_settings(f"train: {{output_dir: {written}}}", "my.yaml").train.output_dir == written


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("train:\n  lr: 5", "“my.yaml”, line 2: train.lr is 5", "It has to be a number above 0, up to 0.1"),
        ("train: {lr: 0}", "train.lr is 0", "a number above 0"),
        ("train: {lr: .nan}", "train.lr is .nan", "a number above 0"),
        ("train: {lr: .inf}", "train.lr is .inf", "a number above 0"),
        ("train: {lr: fast}", "train.lr is fast", "It has to be a number above 0, up to 0.1"),
        ("train: {lr: true}", "train.lr is true", "It has to be a number"),
        ("train: {epochs: false}", "train.epochs is false", "It has to be a whole number from 1 to 1,000"),
        ("train: {epochs: 2.5}", "train.epochs is 2.5", "a whole number"),
        ("train: {epochs: 'yes'}", "train.epochs is yes", "a whole number"),
        ("train: {epochs: [1, 2]}", "train.epochs holds several values", "a whole number"),
        ("train: {epochs: {a: 1}}", "train.epochs holds several values", "a whole number"),
        ("train: {epochs:}", "train.epochs has no value", "a whole number"),
        (f"data: {{seed: {'9' * 30}}}", "data.seed is 999", "a whole number from 0 to 2,147,483,647"),
        (f"data: {{seed: {'9' * 6000}}}", "data.seed is 999", "a whole number from 0 to 2,147,483,647"),
        ("data: {seed: 1e999}", "data.seed is 1e999", "a whole number"),
        ("train: {margin: wide}", "train.margin is wide", "It has to be a number above 0, up to 100, or 'auto'"),
        ("train: {margin: -1}", "train.margin is -1", "a number above 0, up to 100, or 'auto'"),
        ("train: {device: gpu}", "train.device is gpu", "It has to be 'auto', 'cpu', 'cuda' or 'mps'"),
        ("model: {adapter: 3}", "model.adapter is 3", "It has to be 'seq_bn' or 'lora'"),
        ("model: {backbone: ''}", "model.backbone is an empty text", "It has to be a text"),
        ("model: {backbone: [a]}", "model.backbone holds several values", "It has to be a text"),
        (
            'train: {output_dir: "C:\\new"}',
            "train.output_dir is C: ew",
            "in double quotation marks a backslash makes one",
        ),
        ('train: {output_dir: "\\ud800"}', "train.output_dir is", "a line break or another control character"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_line_key_and_range(text: str, what: str, why: str) -> None:
    error = refused(text)
    assert what in error.what
    assert why in error.why
    assert error.how


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("train: {epohcs: 3}", "train.epohcs", "train.epochs"),
        ("train: {learning_rate: 1e-4}", "train.learning_rate", "train.lr"),
        ("train: {LR: 1e-4}", "train.LR", "train.lr"),
        ("train: {batch-size: 4}", "train.batch-size", "train.batch_size"),
        ("train: {triplets: a.json}", "train.triplets", "data.triplets"),
        ("train: {seed: 1}", "train.seed", "data.seed"),
        ("lr: 1e-4", "lr", "train.lr"),
        ("epochs: 3", "epochs", "train.epochs"),
        ("backbone: specter2", "backbone", "model.backbone"),
        ("learning_rate: 1", "learning_rate", "train.lr"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(text: str, key: str, nearest: str) -> None:
    error = refused(text)
    assert error.what == f"“my.yaml”, line 1: {key} is not a setting"
    assert error.why == f"The nearest setting is {nearest}"
    assert error.how == f"Write {nearest} instead, or delete it"


def test_an_unknown_key_that_is_near_to_nothing_lists_what_there_is() -> None:
    settings = (
        "triplets, validation_share, limit, collection, queries, qrels, folds, mined_negatives, mining_share, seed"
    )
    assert refused("data: {path: a}").how == f"Delete it; the settings of data are {settings}"
    assert refused("zzz: 1").how == "Delete it; the sections are data, model, train"


def test_an_unknown_section_is_refused_with_the_nearest_one() -> None:
    error = refused("trian: {lr: 1, epochs: 0}")
    assert error.what == "“my.yaml”, line 1: trian is not a section of the settings"
    assert error.why == "The nearest section is train"
    assert refused("zzz: {a: 1}").why == "The sections are data, model, train"


def test_a_section_that_holds_no_keys_is_refused() -> None:
    assert refused("train: 5").sentence == (
        "“my.yaml”, line 1: train is 5. The settings of train stand below it, one a line and indented. "
        "Write for example “train: {lr: ...}”."
    )


def test_everything_that_is_wrong_is_told_at_once() -> None:
    error = refused("train:\n  lr: 5\n  epohcs: 3\n  epochs: 0\ndata:\n  seed: x\n  limit: -1")
    assert error.what == "5 settings in “my.yaml” cannot be used"
    assert error.why == (
        "Line 2: train.lr is 5 (it has to be a number above 0, up to 0.1); "
        "Line 3: train.epohcs is not a setting (the nearest setting is train.epochs); "
        "Line 4: train.epochs is 0 (it has to be a whole number from 1 to 1,000); and 2 more"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("train:\n  lr: 1\n  lr: 2", "Line 3: the key “lr” is already in line 2"),
        ("train: {}\ndata: {}\ntrain: {}", "Line 3: the key “train” is already in line 1"),
        ("train: {lr: 1", "a bracket is not closed, or a comma is missing"),
        ("train: [", "a value or a closing bracket is missing"),
        ("train:\n\tlr: 1", "a tab stands at the beginning of a line"),
        ("train:\n  lr: 1\n epochs: 2", "Line 3: a line is not indented like those above it"),
        ("train: 'x", "a quotation mark is not closed"),
        ("train: lr: 1", "a colon stands where no key can be"),
        ('train: {output_dir: "C:\\Users"}', "a backslash stands in double quotation marks; use single ones"),
        ('train: {output_dir: "\\UFFFFFFFF"}', "a backslash stands in double quotation marks; use single ones"),
        ("train: {output_dir: @x}", "needs quotation marks"),
        ("train: &a {lr: 1}\ndata: *a", "Line 2: it refers to another place with *"),
        ("a: &x {}\nb: &x {}", "Line 2: it marks a place with &"),
        ("train: !!python/object/apply:os.system [ls]", "it has a tag (python/object/apply"),
        ("train: {lr: !!float 1}", "it has a tag (float), and settings have none"),
        ("? [a, b]\n: 1", "a key is no word"),
        ("train: {}\n---\ndata: {}", "a second document begins there"),
        ("train: {output_dir: a\x01b}", "a character stands there that no text may hold"),
        ("[" * 50_000, "nested too deeply"),
        ("%YAML 3.0\n---\ntrain: {}", "this does not follow the rules of YAML"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, why: str) -> None:
    error = refused(text)
    assert error.what == "“my.yaml” cannot be read as settings"
    assert why in error.why


@pytest.mark.parametrize("text", ["- a\n- b", "hello", "5", "[]"])
def test_a_file_without_keys_is_refused(text: str) -> None:
    assert refused(text).what == "“my.yaml” holds no settings"


@given(st.text(max_size=120) | st.text(alphabet="train:lr{}[]&*!-' \"\n\t0e.#|>%@`\\", max_size=60))
def test_any_text_gives_settings_or_words(text: str) -> None:
    refusal = None
    try:
        assert isinstance(parse_settings(text, "any"), Settings)
    except UserError as error:
        refusal = error
    assert refusal is None or "“any”" in refusal.what


def test_relative_paths_begin_at_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    file = tmp_path / "conf" / "my.yaml"
    file.parent.mkdir()
    (file.parent / "query adapter").mkdir()
    file.write_text(
        "data: {triplets: ../a.json}\ntrain: {output_dir: runs}\n"
        "model: {backbone: ../mine, query_adapter: query adapter, paper_adapter: org/name}",
        encoding="utf-8",
    )
    settings = load_settings(file)
    assert settings.data.triplets == str(tmp_path / "a.json")
    assert settings.train.output_dir == str(tmp_path / "conf" / "runs")
    assert settings.model.backbone == str(tmp_path / "mine")
    assert settings.model.query_adapter == str(tmp_path / "conf" / "query adapter")
    assert settings.model.paper_adapter == "org/name"


@pytest.mark.parametrize("word", ["auto", "specter2", "starter"])
def test_words_stay_words_even_when_a_folder_has_that_name(tmp_path: Path, word: str) -> None:
    (tmp_path / word).mkdir()
    file = tmp_path / "my.yaml"
    file.write_text(
        f"model: {{backbone: {word}}}\ndata: {{triplets: sample}}\ntrain: {{output_dir: ''}}", encoding="utf-8"
    )
    expected = Settings(model=Model(backbone=word))
    assert load_settings(file) == expected


def test_an_absolute_path_and_the_home_folder_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME" if os.name != "nt" else "USERPROFILE", str(tmp_path))
    file = tmp_path / "my.yaml"
    file.write_text(f"data: {{triplets: ~/a.json}}\ntrain: {{output_dir: '{tmp_path / 'x'}'}}", encoding="utf-8")
    settings = load_settings(file)
    assert (settings.data.triplets, settings.train.output_dir) == (str(tmp_path / "a.json"), str(tmp_path / "x"))


def test_a_path_too_long_for_any_system_is_left_to_who_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(f"model: {{backbone: {'x' * 9000}}}", encoding="utf-8")
    assert load_settings(file).model.backbone == "x" * 9000


def test_files_that_cannot_be_settings_are_refused(tmp_path: Path) -> None:
    def words(path: Path) -> str:
        with pytest.raises(UserError) as caught:
            load_settings(path)
        return caught.value.sentence

    assert words(tmp_path / "gone.yaml").startswith(f"There is no settings file “{tmp_path / 'gone.yaml'}”.")
    assert "It is a folder." in words(tmp_path)
    long = tmp_path / "long.yaml"
    long.write_bytes(b"#" * (MOST_BYTES + 1))
    assert words(long).startswith("The file “long.yaml” is no settings file. It is longer than 256 KB")
    foreign = tmp_path / "foreign.yaml"
    foreign.write_bytes("train:\n  output_dir: Läufe".encode("cp1252"))
    assert "line 2 holds a byte" in words(foreign)
    empty = tmp_path / "empty.yaml"
    empty.write_bytes(b"")
    assert load_settings(empty) == Settings()


def test_options_replace_what_was_there_and_the_last_one_counts() -> None:
    before = Settings(train=Train(epochs=3), data=Data(seed=5))
    after = apply_overrides(before, ["train.lr=1e-4", "train.epochs=7", " train.epochs =8", "train.margin=auto"])
    assert after == Settings(train=Train(epochs=8, lr=1e-4), data=Data(seed=5))
    assert apply_overrides(before, []) == before


def test_paths_of_options_begin_at_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = Settings(train=Train(output_dir="untouched"))
    after = apply_overrides(before, ["data.triplets=my triplets: a=b.json", "model.backbone=org/name"])
    assert after.data.triplets == str(tmp_path / "my triplets: a=b.json")
    assert (after.train.output_dir, after.model.backbone) == ("untouched", "org/name")
    assert apply_overrides(after, ["data.triplets=sample"]).data.triplets == "sample"


def test_an_option_may_empty_a_text() -> None:
    assert apply_overrides(Settings(train=Train(output_dir="x")), ["train.output_dir="]).train.output_dir == ""


def test_options_that_cannot_be_used_are_refused_like_lines_of_a_file() -> None:
    assert option_refused("train.lr").sentence == (
        "--set: train.lr has no value. An option is KEY=VALUE. Write for example train.lr=1e-4."
    )
    assert option_refused("lr=1").why == "The nearest setting is train.lr"
    assert option_refused("train.epochs=").what == "--set: train.epochs has no value"
    assert option_refused("train.epochs=[").what == "--set: train.epochs is ["
    assert option_refused("train.epochs=true").why == "It has to be a whole number from 1 to 1,000"
    assert option_refused("x=1", "train.device=gpu").what == "2 settings in “--set” cannot be used"
