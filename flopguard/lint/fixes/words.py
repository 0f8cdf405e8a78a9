"""A value of a closed list in its right spelling."""

from __future__ import annotations

from collections.abc import Mapping

from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.fixes.asked import words_at
from flopguard.lint.fixes.spelled import meant, plain
from flopguard.lint.fixes.text_at import text_at
from flopguard.source import Source

OTHER_WORDS: Mapping[str, str] = {
    plain(other): word
    for word, others in {
        "abandoned": ("aborted", "cancelled", "canceled"),
        "done": ("completed", "complete", "finished"),
        "eval": ("evaluation", "evaluations"),
        "finetune": ("fine-tuned", "fine-tuning"),
        "image": ("images",),
        "measured": ("measurement",),
        "merge": ("merged",),
        "midtrain_sft": ("sft", "midtrain", "mid-training", "supervised_fine_tuning", "continued_pretraining"),
        "planned": ("plan",),
        "pretrain": ("pre-training", "pretrained"),
        "quantise": ("quantize", "quantised", "quantized", "quantization", "quantisation"),
        "running": ("in progress", "ongoing"),
        "video": ("videos",),
    }.items()
    for other in others
}
"""Other words that mean one word of a closed list; a list holds only one of each."""


def fix_of_word(finding: Finding, source: Source) -> Fix | None:
    """The word of the list that the value means."""
    written = text_at(finding.at, source)
    found = meant(written, words_at(finding.at), OTHER_WORDS) if written else None
    if found is None:
        return None
    return Fix(says=f"write '{found.name}'", edits=(Edit(at=finding.at, text=found.name),), safe=found.sure)
