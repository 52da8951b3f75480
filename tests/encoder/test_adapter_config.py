"""The allow-list of adapter configurations: what the library and SPECTER2 write passes, everything else does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.adapter_config import ConfigError, new_config, parse_adapter_config
from specter2_gui.encoder.catalogue import Backbone


@pytest.fixture
def published(tiny_specter2: Backbone) -> dict[str, Any]:
    return json.loads((tiny_specter2.published[Role.PAPER] / "adapter_config.json").read_text(encoding="utf-8"))


def parse(value: object) -> Any:
    return parse_adapter_config(json.dumps(value).encode(), model_type="bert", hidden=32)


def whole(config: dict[str, Any], **further: Any) -> dict[str, Any]:
    top = {"config": config, "name": "x", "model_type": "bert", "hidden_size": 32, "version": "adapters.1.3.0"}
    return top | further


def test_the_published_configuration_passes(published: dict[str, Any]) -> None:
    config = parse(published)
    assert (config.kind, config.name) == ("seq_bn", "[PRX]")
    assert config.options == {"reduction_factor": 16, "non_linearity": "relu", "scaling": 1.0, "dropout": 0.0}


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
def test_what_the_library_writes_for_our_own_kinds_passes_and_means_the_same(kind: Any) -> None:
    own = new_config(kind)
    written = dict(own.for_library(zero=True))
    config = parse(whole(json.loads(json.dumps(written))))
    assert (config.kind, dict(config.options)) == (own.kind, dict(own.options))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reduction_factor", 1e-9),
        ("reduction_factor", 0),
        ("reduction_factor", -16),
        ("reduction_factor", 33),
        ("reduction_factor", True),
        ("reduction_factor", "16"),
        ("reduction_factor", {"default": 1e-9}),
        ("reduction_factor", 1e400),
        ("non_linearity", "os.system"),
        ("non_linearity", 3),
        ("scaling", "learned"),
        ("scaling", 0),
        ("scaling", 1e9),
        ("dropout", 1.5),
    ],
)
def test_a_value_out_of_range_is_refused_with_its_field(published: dict[str, Any], field: str, value: object) -> None:
    published["config"][field] = value
    with pytest.raises(ConfigError, match=f"'{field}'|damaged"):
        parse(published)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("architecture", "prefix_tuning"),
        ("architecture", "prompt_tuning"),
        ("architecture", "union"),
        ("mh_adapter", True),
        ("is_parallel", True),
        ("use_gating", True),
        ("inv_adapter", "nice"),
        ("phm_layer", True),
        ("leave_out", [0]),
        ("stochastic_depth", 0.1),
        ("original_ln_after", False),
        ("mh_adapter", 0),
    ],
)
def test_another_kind_of_adapter_is_refused(published: dict[str, Any], field: str, value: object) -> None:
    published["config"][field] = value
    with pytest.raises(ConfigError, match="not offered here"):
        parse(published)


def test_a_field_nobody_knows_is_refused_by_name(published: dict[str, Any]) -> None:
    published["config"]["evil\u202e"] = 1
    with pytest.raises(ConfigError, match="'evil' is not known"):
        parse(published)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("r", 0),
        ("r", 10**9),
        ("r", 4.0),
        ("alpha", 0),
        ("alpha", -1),
        ("attn_matrices", ["q", "o"]),
        ("attn_matrices", []),
    ],
)
def test_low_rank_values_out_of_range_are_refused(field: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"'{field}'"):
        parse(whole({"architecture": "lora", field: value}))


@pytest.mark.parametrize(
    "change", [{"vera_d": 0.1}, {"use_dora": True}, {"composition_mode": "scale"}, {"dtype": "int8"}]
)
def test_relatives_of_low_rank_adapters_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="not offered here"):
        parse(whole({"architecture": "lora", **change}))


def test_low_rank_adapters_of_the_versions_that_scaled_them_wrongly_are_refused() -> None:
    fields = {"architecture": "lora", "r": 8, "alpha": 16}
    with pytest.raises(ConfigError, match="scaled such adapters wrongly"):
        parse(whole(fields, version="adapters.1.0.1"))
    assert parse(whole(fields, version="adapters.1.10.0")).kind == "lora"


@pytest.mark.parametrize("further", [{"hidden_size": 768}, {"model_type": "roberta"}, {"hidden_size": None}])
def test_an_adapter_for_another_width_or_kind_of_model_is_refused(
    published: dict[str, Any], further: dict[str, Any]
) -> None:
    with pytest.raises(ConfigError, match=r"made for another model .* kind bert, width 32"):
        parse(published | further)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"[]", b"3", b"{", b"[" * 100_000, b'{"config": {}, "name": 3}',
        b'{"name": "x", "model_type": "bert", "hidden_size": 32, "config": "seq_bn"}',
        b'{"name": "x", "model_type": "bert", "hidden_size": 32, "config": {"scaling": NaN}}',
        b'{"name": "x", "model_type": "bert", "hidden_size": ' + b"9" * 5000 + b', "config": {}}',
    ],
)  # fmt: skip
def test_bytes_that_are_no_configuration_are_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        parse_adapter_config(data, model_type="bert", hidden=32)


def test_nothing_of_the_file_but_the_allowed_fields_reaches_the_library(tiny_specter2: Backbone) -> None:
    """A seed in the file would reset the random numbers of the whole program."""
    value = json.loads((Path(tiny_specter2.published[Role.PAPER]) / "adapter_config.json").read_text(encoding="utf-8"))
    value["config"]["init_weights_seed"] = 1
    value["config"]["init_weights"] = "houlsby"
    handed_on = parse(value).for_library()
    assert handed_on["init_weights_seed"] is None
    assert handed_on["init_weights"] == "bert"
