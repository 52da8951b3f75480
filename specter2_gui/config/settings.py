"""Every hyperparameter and option, declared once: one frozen model per section, one line of facts per field.

A field carries its default, range, unit, label and help; the commented YAML file, the ``--set`` option, the form of
the window and the reference table are all made from these declarations (see :mod:`specter2_gui.config.describe`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A group of settings: unchangeable, and closed to keys nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, allow_inf_nan=False)


class Data(Section):
    """Which triplets, and how they are divided."""

    triplets: str = Field(
        default="sample",
        title="Triplets",
        description="File of triplets (JSON list or JSON Lines); 'sample' is the fictional collection that comes along.",
        json_schema_extra={"widget": "file", "path": "always", "words": ["sample"]},
    )
    validation_share: float = Field(
        default=0.2,
        ge=0.05,
        le=0.5,
        title="Held out",
        description="Share of the queries that is never trained on and tells how well the model does.",
        json_schema_extra={"unit": "of the queries"},
    )
    limit: int = Field(
        default=0,
        ge=0,
        le=10_000_000,
        title="At most",
        description="Use only this many triplets, drawn with the seed; 0 uses all of them.",
        json_schema_extra={"unit": "triplets", "special": "all"},
    )
    collection: str = Field(
        default="",
        title="Collection",
        description="File of papers (JSON Lines) that is searched to choose the best model; empty: triplets alone choose it.",
        json_schema_extra={"widget": "file", "path": "always"},
    )
    queries: str = Field(
        default="",
        title="Judged queries",
        description="File of queries (JSON Lines) with judgements; those that are trained on do not count.",
        json_schema_extra={"widget": "file", "path": "always"},
    )
    qrels: str = Field(
        default="",
        title="Judgements",
        description="File of judgements (tab-separated: query-id, corpus-id, score); 1 and above is relevant.",
        json_schema_extra={"widget": "file", "path": "always"},
    )
    folds: int = Field(
        default=0,
        ge=0,
        le=20,
        title="Cross-validation",
        description="Train so many times more, each time with other queries held out, to know how much to trust the verdict.",
        json_schema_extra={"unit": "folds", "special": "off"},
    )
    mined_negatives: int = Field(
        default=0,
        ge=0,
        le=20,
        title="Mined negatives",
        description="So many further negatives for each positive, found by the untouched model; nobody has judged them.",
        json_schema_extra={"unit": "a positive", "special": "none"},
    )
    mining_share: float = Field(
        default=0.95,
        gt=0.0,
        le=1.0,
        title="Mined below",
        description="A mined negative is nearer to the query than most papers, but scores at most this share of its positive.",
        json_schema_extra={"unit": "of the positive"},
    )
    seed: int = Field(
        default=13,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="The same seed and triplets give the same order, the same split and, on a processor, the same model.",
    )


class Model(Section):
    """Which backbone, and which of its adapters learn."""

    backbone: str = Field(
        default="auto",
        min_length=1,
        title="Backbone",
        description=(
            "'specter2', 'starter', a folder, or the hub name of a BERT-like model; "
            "'auto' takes SPECTER2 when it is on this computer and the starter otherwise, and says which."
        ),
        json_schema_extra={"widget": "backbone", "path": "existing", "words": ["auto", "specter2", "starter"]},
    )
    train_adapters: Literal["query", "query_and_paper"] = Field(
        default="query",
        title="Learn",
        description="Queries only: minutes, the vectors of the papers stay valid. Queries and papers: slower, thorough.",
        json_schema_extra={"names": {"query": "queries only", "query_and_paper": "queries and papers"}},
    )
    adapter: Literal["seq_bn", "lora"] = Field(
        default="seq_bn",
        title="Adapter type",
        description="Bottleneck adapter (as published with SPECTER2) or low-rank adaptation.",
        json_schema_extra={"names": {"seq_bn": "bottleneck (seq_bn)", "lora": "low rank (lora)"}},
    )
    query_adapter: str = Field(
        default="auto",
        min_length=1,
        title="Start of the query adapter",
        description="'auto': the backbone's published one, else a zero one; 'zero'; or a folder or hub name to start from.",
        json_schema_extra={"path": "existing", "words": ["auto", "zero"]},
    )
    paper_adapter: str = Field(
        default="auto",
        min_length=1,
        title="Start of the paper adapter",
        description="'auto': the backbone's published one, else a zero one; 'zero'; or a folder or hub name to start from.",
        json_schema_extra={"path": "existing", "words": ["auto", "zero"]},
    )
    frozen_layers: Literal["half"] | Annotated[int, Field(ge=0, le=48)] = Field(
        default="half",
        title="Frozen layers",
        description="The adapters of so many layers, counted from below, stay as they are: faster, and less learnt by heart.",
        json_schema_extra={"unit": "layers"},
    )
    pooling: Literal["auto", "cls", "mean"] = Field(
        default="auto",
        title="Pooling",
        description="How a text becomes one vector; 'auto' takes what the backbone was made with (SPECTER2: CLS).",
    )
    max_length: int = Field(
        default=512,
        ge=8,
        le=512,
        title="Longest text",
        description="Longer texts are cut here; backbones with a lower limit of their own keep theirs.",
        json_schema_extra={"unit": "tokens"},
    )


class Train(Section):
    """How the adapters are trained."""

    lr: float = Field(
        default=3e-4,
        gt=0.0,
        le=0.1,
        title="Learning rate",
        description="The highest size of a step; reached after the warm-up, then falling in a line to zero.",
    )
    batch_size: int = Field(
        default=48,
        ge=1,
        le=4096,
        title="Batch",
        description="Triplets per step; those of one query come together.",
        json_schema_extra={"unit": "triplets"},
    )
    epochs: int = Field(
        default=8,
        ge=1,
        le=1000,
        title="Epochs",
        description="How often each triplet is seen. More fits these triplets better and other questions often worse.",
        json_schema_extra={"unit": "times"},
    )
    loss: str = Field(
        default="collection_softmax",
        title="Loss",
        description="What a step improves; each loss says of itself which negatives it uses.",
        json_schema_extra={"widget": "loss"},
    )
    distance: Literal["auto", "l2", "cosine"] = Field(
        default="auto",
        title="Distance",
        description="How far apart two vectors are, in training and in search; 'auto' takes what the backbone was made with.",
    )
    margin: Literal["auto"] | Annotated[float, Field(gt=0.0, le=100.0)] = Field(
        default="auto",
        title="Margin",
        description="By how much the negative has to be further away; 'auto' is 1 for L2 and 0.2 for cosine.",
    )
    temperature: Literal["auto"] | Annotated[float, Field(gt=0.0, le=100.0)] = Field(
        default="auto",
        title="Temperature",
        description="How sharply the losses with many negatives tell papers apart; 'auto' is 0.05 for cosine and 1 for L2.",
    )
    eval_steps: int = Field(
        default=10,
        ge=1,
        le=1_000_000,
        title="Check every",
        description="The held-out queries are tried before the first step, after each so many steps, and at the end.",
        json_schema_extra={"unit": "steps"},
    )
    patience: int = Field(
        default=0,
        ge=0,
        le=1000,
        title="Patience",
        description="Stop after so many checks without a better one; 0 trains to the end. The best model is kept either way.",
        json_schema_extra={"unit": "checks", "special": "never stop early"},
    )
    weight_decay: float = Field(
        default=0.01, ge=0.0, le=1.0, title="Weight decay", description="Pull of the adapters' weights towards zero."
    )
    warmup_ratio: float = Field(
        default=0.1,
        ge=0.0,
        le=0.9,
        title="Warm-up",
        description="Share of the steps in which the learning rate rises from zero.",
        json_schema_extra={"unit": "of the steps"},
    )
    schedule: Literal["linear", "constant"] = Field(
        default="linear",
        title="After the warm-up",
        description="The learning rate falls in a line to zero, or stays.",
    )
    clip: float = Field(
        default=1.0,
        ge=0.0,
        le=1000.0,
        title="Clip",
        description="Longest gradient that is followed in full; 0 never shortens one.",
        json_schema_extra={"special": "off"},
    )
    precision: Literal["auto", "fp32", "bf16"] = Field(
        default="auto",
        title="Precision",
        description="'auto' takes bf16 where a short trial shows that the device is fast at it and close enough, else fp32.",
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto",
        title="Device",
        description="'auto' takes the graphics card when there is one. A device that is asked for and absent is refused.",
    )
    output_dir: str = Field(
        default="",
        title="Runs folder",
        description="Each training makes a folder of its own in here; empty: the program's own data folder.",
        json_schema_extra={"widget": "folder", "path": "always"},
    )


class Settings(Section):
    """All settings of a training."""

    data: Data = Data()
    model: Model = Model()
    train: Train = Train()

    def margin_for(self, distance: str) -> float:
        """The margin in the units of ``distance`` (``l2`` or ``cosine``)."""
        if self.train.margin != "auto":
            return float(self.train.margin)
        return 1.0 if distance == "l2" else 0.2

    def temperature_for(self, distance: str) -> float:
        """The temperature in the units of ``distance`` (``l2`` or ``cosine``)."""
        if self.train.temperature != "auto":
            return float(self.train.temperature)
        return 1.0 if distance == "l2" else 0.05
