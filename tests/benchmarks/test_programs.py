"""The programs of the benchmarks on tiny models, in this process: they run, and they say what they should."""

import json
import math
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.domain.split import split_by_query
from specter2_gui.encoder.catalogue import Backbone
from tests.benchmarks import embedding_profile, embedding_side, faults, gpu, ours, peer_by_query, training
from tests.benchmarks.material import all_distinct, random_triplets, trained_part, triplets_of, write_triplets
from tests.benchmarks.ours import Training
from tests.benchmarks.peers import Peers
from tests.benchmarks.random_bert import TINY, distinct_triplets, words_of
from tests.benchmarks.run_traces import half_written, traces_of, unreadable
from tests.benchmarks.turns import Program, ProgramFailedError, ask
from tests.material import make_triplets


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def object_of(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def texts_of(triplets: Sequence[Any]) -> list[Any]:
    return [text for each in triplets for text in (each.query, each.positive, each.negative)]


def test_all_distinct_triplets_hold_every_text_once() -> None:
    made = all_distinct(make_triplets(10, 3), 0)
    assert len(made) >= 5
    assert len(set(texts_of(made))) == 3 * len(made)
    assert len(all_distinct(make_triplets(10, 3), 4)) == 4


def test_generated_triplets_hold_every_text_once_and_each_word_is_one_token() -> None:
    made = distinct_triplets(TINY, 20, 24, 13)
    assert len(set(texts_of(made))) == 60
    assert {word for each in made for word in each.positive_title.split()} <= set(words_of(TINY))
    assert distinct_triplets(TINY, 20, 24, 13) == made


def test_the_peers_get_what_our_side_trains_on(tiny_backbone: Backbone, tmp_path: Path) -> None:
    path = write_triplets(tmp_path / "given.json", make_triplets(10, 3))
    for name in ("peer_seed_loop.py", "peer_sentence_transformers.py"):
        (tmp_path / name).touch()
    options = f"--triplets {path} --max-triplets 14 --peers {tmp_path} --model {tiny_backbone.folder}"
    chosen = training.options().parse_args(options.split())
    programs, count = training.programs_of(chosen, tmp_path)
    assert [program.name for program in programs] == ["ours", "seed loop", "sentence-transformers, LoRA"]
    settings = Training(tmp_path / "ours.json", tiny_backbone.folder).settings()
    ours_trains_on = split_by_query(
        triplets_of(tmp_path / "ours.json", 0), settings.data.validation_share, settings.data.seed
    )[0]
    assert triplets_of(tmp_path / "peers" / "triplets.json", 0) == list(ours_trains_on)
    assert count == len(ours_trains_on) == 14


def test_both_peers_are_told_the_same_conditions(tmp_path: Path) -> None:
    peers = Peers(tmp_path, "python", Path("model"), "bf16", 200, 3)
    with pytest.raises(SystemExit, match="peer_seed_loop"):
        peers.seed_loop(Path("t.json"))
    for name in ("peer_seed_loop.py", "peer_sentence_transformers.py"):
        (tmp_path / name).touch()
    programs = (peers.seed_loop(Path("t.json")), peers.lora(tmp_path), peers.full(tmp_path))
    for program in programs:
        words = " ".join(program.command)
        assert "--max-length 200" in words
        assert "--model model" in words
        assert "bf16" in words
        assert program.environment["OMP_NUM_THREADS"] == "3"
    fp32 = Peers(tmp_path, "python", Path("model"), "fp32", 200, 3)
    assert "--bf16" not in fp32.lora(tmp_path).command


def test_the_peers_program_runs_as_it_is_and_its_model_is_tried_query_by_query(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_jsonl(tmp_path / "corpus.jsonl", [{"id": "bee", "title": "bee"}, {"id": "sea", "title": "sea", "abstract": ""}])
    _as_jsonl(tmp_path / "test_queries.jsonl", [{"id": "found", "text": "sea"}, {"id": "second", "text": "sea"}])
    (tmp_path / "test_qrels.tsv").write_text("query-id\tcorpus-id\tscore\nfound\tsea\t1\nsecond\tbee\t1\n")
    program = tmp_path / "peer.py"
    program.write_text(_PEER, encoding="utf-8")
    peer_by_query.main([str(program), str(tmp_path), "--seed", "7"])
    found = object_of(capsys)
    assert found["train_s"] == 1.5
    assert found["seed"] == "7"
    assert found["by_query"] == {"found": 1.0, "second": pytest.approx(1 / math.log2(3))}


_PEER = """
import json, sys
import numpy as np
class Model:
    def encode(self, texts, **options):
        return np.array([[text == "bee", text == "sea"] for text in texts], dtype=float)
m = Model()
print(json.dumps({"train_s": 1.5, "seed": sys.argv[-1]}))
"""


def _as_jsonl(path: Path, rows: Sequence[Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_a_fault_is_told_with_what_is_left_and_the_run_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    faults.main(["--only", "out_of_memory", "--only", "not_a_number"])
    found = object_of(capsys)
    assert "not enough memory" in found["out_of_memory"]["sentence"]
    assert found["out_of_memory"]["after_resume"] == "finished"
    assert "learning rate" in found["not_a_number"]["sentence"]
    assert found["not_a_number"]["usable"]
    assert found["not_a_number"]["unreadable"] == []


def test_our_side_tells_its_speed(tiny_backbone: Backbone, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    triplets = random_triplets(24, 1, words=8)
    path = write_triplets(tmp_path / "triplets.json", triplets)
    job = tmp_path / "job.json"
    ours.training_program(Training(path, tiny_backbone.folder, max_length=64, batch=8, device="cpu"), job, 1)
    ours.main(job)
    found = object_of(capsys)
    assert found["triplets"] == len(trained_part(triplets))
    assert found["steps"] == -(-found["triplets"] // 8)
    assert found["triplets_per_s"] == pytest.approx(found["triplets"] / found["step_seconds"])
    assert 0 < found["step_seconds"] < found["after_loading"] < found["seconds"]


def test_our_side_of_the_embedding_tells_its_speed(
    tiny_backbone: Backbone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(["bee honey", "river water rain"]), encoding="utf-8")
    embedding_side.main(
        [
            "ours",
            str(texts),
            "--model",
            str(tiny_backbone.folder),
            "--vectors",
            str(tmp_path / "v.npy"),
            "--threads",
            "1",
        ]
    )
    assert object_of(capsys)["papers_per_s"] > 0
    assert (tmp_path / "v.npy").is_file()


def test_the_profile_of_the_embedding_tells_shares_and_speeds(
    tiny_backbone: Backbone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(["bee honey", "river water rain"]), encoding="utf-8")
    embedding_profile.main(["ours", str(texts), "--model", str(tiny_backbone.folder), "--threads", "1"])
    found = object_of(capsys)
    assert sum(found["shares"].values()) == pytest.approx(1, abs=0.01)
    assert found["shares"]["products"] > 0
    assert found["tokens"] > 0
    assert found["padding_share"] == 0
    assert found["gflops_in_products"] > 0
    assert found["peak_gflops"] > 0


def test_the_measurement_of_a_graphics_card_works_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    gpu.main(["--tiny", "--tokens", "256"])
    found = object_of(capsys)
    assert found["training"]["256"]["ratio"] > 0
    assert 0 < found["training"]["256"]["mfu"] < 1
    assert 0 < found["embedding"]["mfu"] < 1


def test_a_program_that_fails_says_why() -> None:
    with pytest.raises(ProgramFailedError, match="it ended with 3: no luck"):
        ask(Program("it", ["sh", "-c", "echo no luck >&2; exit 3"]))
    answer = ask(Program("it", ["echo", '{"a": 1}']))
    assert answer.values == {"a": 1}
    assert answer.peak_mb > 0


def test_traces_tell_two_trainings_apart_and_notice_a_damaged_file(tiny_backbone: Backbone, tmp_path: Path) -> None:
    from specter2_gui.app.finetuning import finetune
    from specter2_gui.training.control import Control

    path = write_triplets(tmp_path / "triplets.json", make_triplets(6, 2))
    settings = Training(path, tiny_backbone.folder, max_length=64, batch=4, device="cpu").settings()
    for name, changed in (("one", {}), ("same", {}), ("other", {"lr": 3e-3})):
        train = settings.train.model_copy(update=changed)
        list(finetune(settings.model_copy(update={"train": train}), make_triplets(6, 2), tmp_path / name, Control()))
    one, same, other = (traces_of(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one.adapters
    assert one.steps != other.steps
    assert unreadable(tmp_path / "one") == half_written(tmp_path / "one") == []
    (next((tmp_path / "one" / "best").rglob("*.safetensors"))).write_bytes(b"{")
    (tmp_path / "same" / "run.json").write_text('{"status": "fin', encoding="utf-8")
    assert "safetensors" in " ".join(unreadable(tmp_path / "one"))
    assert "run.json" in " ".join(unreadable(tmp_path / "same"))


def test_a_step_told_twice_with_two_losses_is_no_trace(tmp_path: Path) -> None:
    lines = [{"event": "StepDone", "step": 1, "loss": loss, "lr": 0.1} for loss in (0.5, 0.25)]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(ValueError, match="step 1 is told twice"):
        traces_of(tmp_path)


def test_options_of_the_peers_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPECTER2_GUI_PEERS", str(tmp_path))
    chosen: Namespace = training.options().parse_args(["--triplets", "t.json"])
    assert chosen.peers == tmp_path
