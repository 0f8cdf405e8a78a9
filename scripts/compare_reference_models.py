"""Compute every run of the table of reference models by every method: `compare_reference_models.py [FACTS_CSV]`.

Each row becomes a manifest with nothing in it that the row does not state, which flopguard loads and computes as it
would anybody's; what a row says beside its columns, such as the shape of what is no plain decoder, is in
reference_configurations.toml.
What the methods make of it, and how far that is from the total that is known from elsewhere, goes into
docs/reference-models.csv and onto docs/reference-models.md. Without a path the rows are those of the package.

A method that is more than 30 % off needs an explanation in reference_explanations.toml, written for this run and these
methods; so does a shape whose count is more than 1 % off that of the table. The script fails where one is missing, and
where one stands for what is no longer off.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from make_reference_models import model  # noqa: E402

from flopguard.chips import PRECISIONS, Ambiguous, Chip, find_chip  # noqa: E402
from flopguard.estimate import per_item, reported  # noqa: E402
from flopguard.estimate.architecture import method as architecture  # noqa: E402
from flopguard.estimate.methods import METHODS  # noqa: E402
from flopguard.estimate.types import Estimated, Missing, Phase  # noqa: E402
from flopguard.manifest.load import manifest_of_tree  # noqa: E402
from flopguard.manifest.types import Manifest  # noqa: E402
from flopguard.quantity import show  # noqa: E402
from flopguard.reference_models import ReferenceModel, known_references  # noqa: E402

TABLE = ROOT / "docs" / "reference-models.csv"
PAGE = ROOT / "docs" / "reference-models.md"
EXPLANATIONS = Path(__file__).with_name("reference_explanations.toml")
CONFIGURATIONS = Path(__file__).with_name("reference_configurations.toml")
FOLDERS = ROOT / "tests" / "data" / "architectures"

Tree = dict[str, object]
Explanations = dict[str, Any]

FAR = Fraction(13, 10)
"""Two figures whose larger is more than this many times the smaller need an explanation."""
ALIKE = Fraction(1, 100)
"""Two counts of one shape that differ by more need an explanation as well."""

WINDOWS = {
    "gemma-2-27b": (4096, 23),
    "gemma-3-27b": (1024, 52),
    "olmo-3-7b": (4096, 24),
    "olmo-3-32b": (4096, 48),
}
"""The window that a row's kind names, and how many of the layers have it by the share that it names: one in two, five
in six, three in four."""
SPENT_ON = {"deepseek-r1": "rl_update"}
"""What the hours of a row were spent on, where that is not pre-training."""
CHIPS = {
    "TPU v3 (2.5k core-days)": "TPU v3",
    "H200 SXM, FP8": "H200 SXM",
    "H100-equivalents": "H100",
}
"""The chip in a description that says more than its name."""
SIZES = {"parameters": "n_total", "active_parameters": "n_active"}
SHAPE = {
    "layers": "layers",
    "hidden_size": "d_model",
    "heads": "heads",
    "kv_heads": "kv_heads",
    "head_size": "head_dim",
    "intermediate_size": "d_ff",
    "vocabulary": "vocab",
    "experts": "experts",
    "experts_per_token": "experts_per_token",
    "shared_experts": "shared_experts",
    "expert_intermediate_size": "expert_d_ff",
    "dense_layers": "dense_layers",
}
FLAGS = ("gated_mlp", "tied_embeddings")
NONE_IF_EMPTY = ("shared_experts", "dense_layers")
"""What a mixture has none of where its row is empty: the row's parameters in matrix products are met only so."""
UTILISATIONS = {"MFU": "mfu", "HFU": "hfu"}
"""The kinds that are evidence. A share that somebody assumed, or solved back from the total, is left out."""
SIXTEEN_BIT = ("bf16", "fp16")
FP8 = "FP8"
"""How a row says so of its run."""
ROUNDED = Fraction(1, 100)
"""How far a peak as a source writes it may be from the chip's."""


# --- a row as a manifest -------------------------------------------------------------------------------------------


def manifest_of(row: ReferenceModel, stage: Tree | None = None) -> Manifest:
    """The row, or one stage of its run, as a manifest. Raises ValueError where that cannot be read."""
    manifest = manifest_of_tree(tree_of(row, stage))
    if isinstance(manifest, tuple):
        raise ValueError(f"{row.id}: {'; '.join(problem.message for problem in manifest)}")
    return manifest


def tree_of(row: ReferenceModel, stage: Tree | None = None) -> Tree:
    """The row as the tree of a manifest; that of a stage has its own samples and configuration, and no hardware."""
    spent = _hardware(row) if stage is None else {}
    return {
        "manifest": 1,
        "model": {"name": row.name, "source": row.source},
        "architecture": {"kind": row.architecture, **_stated(row, SIZES), **_shape(row), **_configuration(row, stage)},
        "training": [{"component": SPENT_ON.get(row.id, "pretrain"), **_seen(row, stage), **spent}],
    }


def _stated(row: ReferenceModel, columns: dict[str, str]) -> dict[str, str]:
    return {key: text for key, column in columns.items() if (text := getattr(row, column)) is not None}


def _shape(row: ReferenceModel) -> Tree:
    """The shape, without what no manifest can say: the layers of two stacks ("24+24"), heads of two widths."""
    stated = (dict.fromkeys(NONE_IF_EMPTY, "0") if row.experts is not None else {}) | _stated(row, SHAPE)
    numbers = {key: int(text) for key, text in stated.items() if text.isdecimal()}
    flags = {key: flag for key in FLAGS if (flag := getattr(row, key)) is not None}
    window = dict(zip(("attention_window", "windowed_layers"), WINDOWS.get(row.id, ()), strict=False))
    return {**numbers, **flags, **window}


@cache
def configurations() -> dict[str, Any]:
    """By id the configuration of the model, and what was seen and what it takes, where no column of the row says it."""
    runs: dict[str, Any] = tomllib.loads(CONFIGURATIONS.read_text(encoding="utf-8"))["runs"]
    return runs


def stages_of(row: ReferenceModel) -> tuple[Tree, ...]:
    """The stages of a run in several, whose lengths or sizes differ."""
    return tuple(configurations().get(row.id, {}).get("stages", ()))


def _configuration(row: ReferenceModel, stage: Tree | None) -> Tree:
    run = configurations().get(row.id, {})
    if run.keys().isdisjoint({"config", "folder"}):
        return {}
    config = run["config"] if "config" in run else _folder(run["folder"])
    return {"config": _changed(config, (stage or {}).get("config", {}))}


def _folder(name: str) -> Tree:
    found: Tree = json.loads((FOLDERS / name / "config.json").read_text(encoding="utf-8"))
    return found


def _changed(fields: Any, other: Any) -> Any:
    """Fields with some of them, also of the tables within, as they are in `other`."""
    if not isinstance(other, dict):
        return other
    return {**fields, **{key: _changed(fields.get(key, {}), value) for key, value in other.items()}}


def _seen(row: ReferenceModel, stage: Tree | None) -> Tree:
    """What was seen: samples that are counted go before the row's tokens, which are the same in another unit."""
    stated = configurations().get(row.id, {}).get("phase", {}) if stage is None else stage
    counted = {key: value for key, value in stated.items() if key != "config"}
    return counted if "samples" in counted else {**_of_the_row(row), **counted}


def _of_the_row(row: ReferenceModel) -> Tree:
    """Tokens, or other samples. A length that is a guess, or two lengths, is left out."""
    if row.samples is None:
        return {}
    if row.unit != "tokens":
        return {"samples": row.samples}
    known = row.seq_len is not None and row.seq_len.isdecimal()
    return {"tokens": row.samples, **({"sequence_length": int(row.seq_len or "")} if known else {})}


def _hardware(row: ReferenceModel) -> Tree:
    if row.chip_hours is None and row.chips is None:
        return {}
    spent = {key: text for key, text in (("count", row.chips), ("chip_hours", row.chip_hours)) if text is not None}
    return {"hardware": [{**_chip(row), **spent, **_utilisation(row)}]}


def _utilisation(row: ReferenceModel) -> Tree:
    kind = UTILISATIONS.get(row.utilisation_kind or "")
    return {"utilisation": row.utilisation, "utilisation_kind": kind} if kind else {}


def _chip(row: ReferenceModel) -> Tree:
    """The chip and, where the row tells it, the precision of the run. Of several chips with the name, the row's."""
    name = CHIPS.get(row.hardware or "", row.hardware or "")
    found = find_chip(name)
    if isinstance(found, Ambiguous):
        chips = [chip for id in found.candidates if isinstance(chip := find_chip(id), Chip)]
        found = next((chip for chip in chips if _mode(chip, row.peak_flop_per_s)), found)
        name = found.id if isinstance(found, Chip) else name
    precision = _precision(row, found) if isinstance(found, Chip) else None
    return {"chip": name, **({"precision": precision} if precision else {})}


def _precision(row: ReferenceModel, chip: Chip) -> str | None:
    """FP8 where the row says so; where it reports a utilisation, that of the peak which this is a share of.

    Any other peak in the row is one that somebody took, and says nothing of the run.
    """
    if FP8 in f"{row.hardware} {row.architecture}":
        return "fp8"
    if _utilisation(row):
        return _mode(chip, row.peak_flop_per_s)
    return None if any(chip.peak_flop_per_s(name) for name in SIXTEEN_BIT) else "fp32"


def _mode(chip: Chip, peak: str | None) -> str | None:
    """The precision at which the chip has this dense peak, 16 bits first."""
    order = (*SIXTEEN_BIT, *(name for name in PRECISIONS if name not in SIXTEEN_BIT))
    rates = {name: rate for name in order if (rate := chip.peak_flop_per_s(name)) is not None}
    return next((name for name, rate in rates.items() if peak and abs(Fraction(peak) / rate - 1) < ROUNDED), None)


# --- what the methods make of it -----------------------------------------------------------------------------------

Answer = Estimated | Missing

COUNT = "count of the table"
"""The operations as the table counts them layer by layer, or as a counter did: no method of flopguard's."""
PUBLISHED, DATABASE, COUNTED, NOTHING = "published", "database", "counted", "nothing"


@dataclass(frozen=True)
class Compared:
    """A run with the total that it is held against, where that comes from, and the answer of each method."""

    row: ReferenceModel
    against: str
    total: Fraction | None
    kind: str
    answers: tuple[Answer, ...]

    @cached_property
    def figures(self) -> dict[str, Fraction]:
        """By method its central figure; the table's own count stands beside them."""
        found = {answer.method: answer.amount.central() for answer in self.estimates}
        if self.row.exact_flop is not None and self.against != COUNTED:
            found[COUNT] = Fraction(self.row.exact_flop)
        return {method: figure for method, figure in found.items() if figure is not None}

    @cached_property
    def ratios(self) -> dict[str, Fraction]:
        """By method: its figure over the total."""
        return {method: figure / self.total for method, figure in self.figures.items() if self.total}

    @property
    def far(self) -> tuple[str, ...]:
        """The methods that are more than 30 % away, on either side."""
        return tuple(method for method, ratio in self.ratios.items() if is_far(ratio))

    @property
    def other_count(self) -> Fraction | None:
        """The count of the shape over that of the table, where the two are not alike."""
        count, other = self.figures.get(architecture.METHOD), self.row.exact_flop
        ratio = count / Fraction(other) if count is not None and other is not None else 1
        return None if abs(ratio - 1) <= ALIKE else Fraction(ratio)

    @property
    def estimates(self) -> tuple[Estimated, ...]:
        """The answers that give a figure."""
        return tuple(answer for answer in self.answers if isinstance(answer, Estimated))

    @property
    def gaps(self) -> dict[str, tuple[str, ...]]:
        """By method that has no figure: what it lacks."""
        return {answer.method: answer.needs for answer in self.answers if isinstance(answer, Missing)}


def is_far(ratio: Fraction) -> bool:
    """Whether a ratio is more than 30 % away from 1, on either side."""
    return max(ratio, 1 / ratio) > FAR


def compared(rows: Iterable[ReferenceModel]) -> tuple[Compared, ...]:
    """All runs, in the order of the rows."""
    return tuple(Compared(row, *_total(row), _answers(row)) for row in rows)


def _answers(row: ReferenceModel) -> tuple[Answer, ...]:
    """Of every method but the one that only repeats a stated total, which no manifest here has."""
    answers = (method(_phase(manifest_of(row))) for method in METHODS)
    return tuple(
        _by_stages(row) if answer.method == architecture.METHOD and stages_of(row) else answer
        for answer in answers
        if answer.method != reported.METHOD and not (isinstance(answer, Missing) and not answer.begun)
    )


def counted(manifest: Manifest, scope: str = "") -> Answer:
    """What the shape makes of the first phase of a manifest."""
    return architecture.estimate(_phase(manifest, scope))


def _phase(manifest: Manifest, scope: str = "") -> Phase:
    shape = manifest.architecture
    config = shape.config if shape is not None and not isinstance(shape.config, str) else None
    return Phase(manifest, 0, scope, config)


def _by_stages(row: ReferenceModel) -> Answer:
    """The counts of all stages together, or the first of them that lacks something."""
    answers = [counted(manifest_of(row, stage), f"{number}:") for number, stage in enumerate(stages_of(row))]
    found = [answer for answer in answers if isinstance(answer, Estimated)]
    lacking = [answer for answer in answers if isinstance(answer, Missing)]
    if lacking:
        return lacking[0]
    first, *rest = found
    return replace(first, amount=sum((answer.amount for answer in rest), first.amount))


def _total(row: ReferenceModel) -> tuple[str, Fraction | None, str]:
    """What a run is held against: the published total, else Epoch AI's, else the table's own count of operations."""
    totals = (
        (PUBLISHED, row.published_flop, row.published_kind or ""),
        (DATABASE, row.epoch_flop, row.epoch_method or ""),
        (COUNTED, row.exact_flop, "counted from the shape"),
    )
    found = ((against, Fraction(text), kind) for against, text, kind in totals if text is not None)
    return next(found, (NOTHING, None, ""))


# --- the explanations ----------------------------------------------------------------------------------------------


def explanations() -> Explanations:
    """Of `causes` what each means; of `runs` by id the methods that are off, the cause, the words, their ground; of
    `counts` by id why a shape is not counted as the table counts it; of `shapes` why it does not make up the stated
    parameters.
    """
    return tomllib.loads(EXPLANATIONS.read_text(encoding="utf-8"))


UNEXPLAINED = "not explained"
CONTRADICTED = "/architecture whose shape makes up"
"""How a need begins that says of a shape that it does not make up the stated parameters."""


def problems(entries: Iterable[Compared], told: Explanations) -> list[str]:
    """What is wrong with the explanations: missing, for other methods than those that are off, of no known cause."""
    entries = tuple(entries)
    far = {entry.row.id: set(entry.far) for entry in entries if entry.far}
    said = {id: set(run["methods"]) for id, run in told["runs"].items()}
    off = [
        f"{id}: off are {_listed(far.get(id, set()))}; explained are {_listed(said.get(id, set()))}"
        for id in sorted(far.keys() | said.keys())
        if far.get(id) != said.get(id)
    ]
    other = {entry.row.id for entry in entries if entry.other_count is not None}
    odd = {entry.row.id for entry in entries if _contradictions(entry)}
    counts = _unlike(other, told["counts"], "its shape is not counted as the table counts it")
    shapes = _unlike(odd, told["shapes"], "its shape does not make up its parameters")
    return (
        off + counts + shapes + [text for id, run in told["runs"].items() for text in _faults(id, run, told["causes"])]
    )


def _unlike(found: set[str], told: dict[str, str], what: str) -> list[str]:
    """Runs of which something is so and not explained, or explained and no longer so."""
    return [
        f"{id}: that {what} is {'not explained' if id in found else 'no longer so'}"
        for id in sorted(found ^ told.keys())
    ]


def _listed(methods: set[str]) -> str:
    return ", ".join(sorted(methods)) or "none"


def _contradictions(entry: Compared) -> tuple[str, ...]:
    return tuple(need for needs in entry.gaps.values() for need in needs if need.startswith(CONTRADICTED))


def _faults(id: str, run: dict[str, Any], causes: dict[str, str]) -> Iterator[str]:
    if run["cause"] not in causes:
        yield f"{id}: '{run['cause']}' is none of the causes"
    if (run["cause"] == UNEXPLAINED) != ("would_tell" in run):
        yield f"{id}: say what would tell exactly where the cause is '{UNEXPLAINED}'"
    if not run["text"] or not run["rests_on"]:
        yield f"{id}: say why, and what that rests on"


# --- the table -----------------------------------------------------------------------------------------------------

HEAD = ("run", "verified", "against", "total", "kind", "method", "flop", "low", "high", "ratio", "far", "lacks")


def table(entries: Iterable[Compared]) -> str:
    """One line for each run and method, as CSV. Figures have five digits; what is far is decided by the exact ones."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_line(entry, method) for entry in entries for method in _methods_of(entry))
    return text.getvalue()


def _methods_of(entry: Compared) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(answer.method for answer in entry.answers), *entry.figures)))


def _line(entry: Compared, method: str) -> tuple[str, ...]:
    ratio = entry.ratios.get(method)
    far = "" if ratio is None else "yes" if is_far(ratio) else "no"
    known = (entry.row.id, entry.row.verified, entry.against, _digits(entry.total), entry.kind, method)
    low, high = _ends(entry, method)
    lacks = "; ".join(entry.gaps.get(method, ()))
    return (*known, _digits(entry.figures.get(method)), _digits(low), _digits(high), _digits(ratio), far, lacks)


def _ends(entry: Compared, method: str) -> tuple[Fraction | None, Fraction | None]:
    """The interval of a method's figure, where it is more than a point."""
    bounds = next((answer.amount.bounds() for answer in entry.estimates if answer.method == method), None)
    return (None, None) if bounds is None or bounds.is_point else (bounds.low, bounds.high)


def _digits(value: Fraction | None) -> str:
    return "" if value is None else show(value, 5)


# --- the page ------------------------------------------------------------------------------------------------------

SHORT = {
    CONTRADICTED: "other N",
    "/architecture/kind": "other kind",
    "/architecture/config/model_type": "other kind",
    "/architecture/config/image_size": "no image size",
    "/architecture/config/patch_size": "no patch size",
    "it does not fit": "does not fit",
    "of it on top": "long attention",
    "/architecture/parameters": "no N",
    "/architecture": "no shape",
    "/tokens": "no tokens",
    "/sequence_length": "no length",
    "/chip_hours": "no hours",
    "/chip as one known chip": "which chip",
    "/hardware": "no hardware",
}
"""What a method lacks, in few words: by what its needs say. In a cell stands the first that is in any of them."""
MARKS = {"primary": "P", "secondary": "S", "memory": "M"}


def page(text: str, entries: tuple[Compared, ...], told: Explanations) -> str:
    """The page with its marked parts made anew. Raises ValueError where it lacks a mark."""
    parts = {
        "summary": _summary(entries),
        **{against: _table_of(entries, against) for against in (PUBLISHED, DATABASE, COUNTED)},
        "explanations": _explained(entries, told),
        "configurations": _configured(entries),
        "counts": _counted_otherwise(entries, told),
        "shapes": _shapes(entries, told),
        "left out": _left_out(entries),
    }
    for name, lines in parts.items():
        text = _between(text, name, "\n".join(lines))
    return text


def _between(text: str, name: str, part: str) -> str:
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page lacks {begin} with {end} after it")
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


def _summary(entries: tuple[Compared, ...]) -> list[str]:
    computed = sum(bool(entry.estimates) for entry in entries)
    lines = [
        f"Of {len(entries)} runs, {computed} have the facts for at least one method.",
        "",
        "| method | runs | within 30 % | off by more | of these, the total is in its interval |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    return lines + [_counts(entries, method) for method in _methods(entries)]


def _methods(entries: tuple[Compared, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(answer.method for entry in entries for answer in entry.answers), COUNT)))


def _counts(entries: tuple[Compared, ...], method: str) -> str:
    having = [entry for entry in entries if method in entry.ratios]
    far = [entry for entry in having if method in entry.far]
    held = "-" if method == COUNT else str(sum(_is_held(entry, method) for entry in far))
    return f"| {method} | {len(having)} | {len(having) - len(far)} | {len(far)} | {held} |"


def _is_held(entry: Compared, method: str) -> bool:
    low, high = _ends(entry, method)
    return low is not None and high is not None and entry.total is not None and low <= entry.total <= high


def _table_of(entries: tuple[Compared, ...], against: str) -> list[str]:
    shown = tuple(entry for entry in entries if entry.against == against)
    left_out = {per_item.METHOD, *((COUNT,) if against == COUNTED else ())}  # few runs have it; it is the total itself
    methods = tuple(method for method in _methods(shown) if method not in left_out)
    named = (method.replace("-", "-<br>").replace("of the", "of<br>the") for method in methods)  # no cell is as wide
    heads = ("run", "total", *named, "kind of total", "mark")
    rule = ("---", "---:", *("---:" for _ in methods), "---", "---")
    return [_row(heads), _row(rule), *(_row(_cells(entry, methods)) for entry in shown)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(entry: Compared, methods: tuple[str, ...]) -> tuple[str, ...]:
    assert entry.total is not None
    said = (_cell(entry, method) for method in methods)
    return (entry.row.name, show(entry.total, 3), *said, entry.kind, MARKS[entry.row.verified])


def _cell(entry: Compared, method: str) -> str:
    """A figure and under it its ratio, bold where it is off; or the first thing that the method lacks."""
    figure, ratio = entry.figures.get(method), entry.ratios.get(method)
    if figure is None or ratio is None:
        return _in_short(entry.gaps[method])[0] if method in entry.gaps else ""
    text = f"{show(figure, 3)}<br>{show(ratio, 3)}x"
    return f"**{text}**" if is_far(ratio) else text


def _in_short(needs: tuple[str, ...]) -> tuple[str, ...]:
    """Each need in few words, in the order of these; one that has none says itself."""
    found = [next((words for words in SHORT if words in need), need) for need in needs]
    order = [*SHORT, *needs]
    return tuple(dict.fromkeys(SHORT.get(words, words) for words in sorted(found, key=order.index)))


def _explained(entries: tuple[Compared, ...], told: Explanations) -> list[str]:
    lines = [_wrapped(f"- *{cause}*: {meaning}", "  ") for cause, meaning in told["causes"].items()]
    for entry in entries:
        if entry.far:
            lines += ["", _wrapped(_explanation(entry, told["runs"][entry.row.id]))]
    return lines


def _wrapped(text: str, indent: str = "") -> str:
    words = " ".join(text.split())
    return textwrap.fill(words, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _explanation(entry: Compared, run: dict[str, Any]) -> str:
    off = "; ".join(_off(entry, method) for method in entry.far)
    tell = f" What would tell: {run['would_tell']}" if "would_tell" in run else ""
    cause = run["cause"].capitalize()
    return f"**{entry.row.name}** ({off}). *{cause}.* {run['text'].strip()}{tell} Rests on: {run['rests_on']}."


def _off(entry: Compared, method: str) -> str:
    low, high = _ends(entry, method)
    ratio = f"{method} {show(entry.ratios[method], 3)}"
    if low is None or high is None or entry.total is None:
        return ratio
    return f"{ratio}, interval {show(low / entry.total, 3)} to {show(high / entry.total, 3)}"


def _configured(entries: tuple[Compared, ...]) -> list[str]:
    """What is stated of a run besides the columns of its row."""
    shown = [(entry, run) for entry in entries if (run := configurations().get(entry.row.id)) is not None]
    rows = ((entry.row.name, _network(entry.row), _also(run), run["rests_on"]) for entry, run in shown)
    return [_row(("run", "network", "seen", "rests on")), _row("---" for _ in range(4)), *map(_row, rows)]


def _network(row: ReferenceModel) -> str:
    config: Any = _configuration(row, None).get("config", {})
    name = config.get("model_type", config.get("_class_name"))
    return f"`{name}`" if name else ""


def _also(run: dict[str, Any]) -> str:
    return ";<br>".join(", ".join(_told(stage)) for stage in run.get("stages", [run.get("phase", {})]))


def _told(stage: Tree) -> Iterator[str]:
    """What a stage states, in words: "2.56e7 samples", "length 512"."""
    for key, value in stage.items():
        if isinstance(value, dict):
            yield from _told(value)
        elif key in {"samples", "items"}:
            yield f"{value} {stage.get('item', 'sample')}s"
        elif key == "flop_per_item":
            yield f"{value} FLOP each"
        elif key != "item":
            yield f"{key.removeprefix('sequence_').replace('_', ' ')} {value}"


def _counted_otherwise(entries: tuple[Compared, ...], told: Explanations) -> list[str]:
    """How many shapes are counted as the table counts them, and why the others are not."""
    both = [entry for entry in entries if entry.row.exact_flop is not None and architecture.METHOD in entry.figures]
    other = [(entry, ratio) for entry in both if (ratio := entry.other_count) is not None]
    lines = [f"Of {len(both)} shapes that both count, {len(both) - len(other)} come out alike. The others:", ""]
    for entry, ratio in other:
        said = f"- **{entry.row.name}**, {show(ratio, 4)} of the table's count: {told['counts'][entry.row.id]}"
        lines.append(_wrapped(said, "  "))
    return lines


def _shapes(entries: tuple[Compared, ...], told: Explanations) -> list[str]:
    lines = []
    for entry in entries:
        if found := _contradictions(entry):
            said = found[0].removeprefix(f"{CONTRADICTED} ")
            lines += [_wrapped(f"- **{entry.row.name}**, {said}: {told['shapes'][entry.row.id]}", "  ")]
    return lines


def _left_out(entries: tuple[Compared, ...]) -> list[str]:
    left = tuple(entry for entry in entries if not entry.estimates)
    methods = _methods(left)[:-1]
    rows = [(entry.row.name, *(", ".join(_in_short(entry.gaps[method])) for method in methods)) for entry in left]
    return [_row(("run", *methods)), _row("---" for _ in (0, *methods)), *map(_row, rows)]


# --- all of it -----------------------------------------------------------------------------------------------------


def rows_of(facts: str) -> tuple[ReferenceModel, ...]:
    """The rows of a table of runs, as make_reference_models.py makes them, in the order of their ids."""
    with Path(facts).open(encoding="utf-8", newline="") as lines:
        rows = [ReferenceModel(**model(row)) for row in csv.DictReader(lines)]
    return tuple(sorted(rows, key=lambda row: row.id))


def main(*facts: str) -> None:
    """Write the table and the page, or say what is wrong with the explanations."""
    entries, told = compared(rows_of(facts[0]) if facts else known_references()), explanations()
    if wrong := problems(entries, told):
        sys.exit("\n".join(wrong))
    TABLE.write_text(table(entries), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), entries, told), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
