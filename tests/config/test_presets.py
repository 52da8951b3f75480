import pytest

from specter2_gui.config.presets import PRESETS, apply_preset
from specter2_gui.config.settings import Data, Model, Settings, Train
from specter2_gui.domain.errors import UserError

OWN = Settings(data=Data(triplets="mine.json"), model=Model(backbone="starter"), train=Train(eval_steps=7))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_what_it_names_and_leaves_everything_else(name: str) -> None:
    before, after = OWN.model_dump(), apply_preset(OWN, name).model_dump()
    for section, fields in after.items():
        for field, value in fields.items():
            assert value == PRESETS[name].get(f"{section}.{field}", before[section][field])


@pytest.mark.parametrize("name", PRESETS)
def test_every_key_of_a_preset_is_a_setting(name: str) -> None:
    known = Settings().model_dump()
    for key in PRESETS[name]:
        section, _, field = key.partition(".")
        assert field in known[section]


def test_the_presets_differ_in_what_learns() -> None:
    learns = {name: apply_preset(OWN, name).model.train_adapters for name in PRESETS}
    assert learns == {"queries-only": "query", "queries-and-papers": "query_and_paper"}


def test_a_preset_nobody_knows_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UserError, match="queries-only") as caught:
        apply_preset(OWN, "quick")
    assert "quick" in caught.value.what
