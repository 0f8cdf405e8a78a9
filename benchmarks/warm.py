"""What evaluation costs inside a running process; prints seconds as JSON: `warm.py REPETITIONS`.

Each measured call gets facts that were made anew from the file, so that nothing kept from the call before on the same
facts can answer for it. The models take turns.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.corpus import examples
from flopguard.effective.gains.route import by_gains
from flopguard.estimate.actual import actual_compute
from flopguard.evaluate.facts import Facts, Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.evaluate.verdict import verdict
from flopguard.manifest.load import load
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy, Trigger
from flopguard.result import Outcome

AS_OF = date(2026, 11, 22)
EFFECTIVE = Path(__file__).parent / "effective.flopguard.toml"


def fresh(file: Path) -> Facts:
    """The facts of a manifest, read anew."""
    return gather(load(str(file)), Settings(AS_OF))


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call took."""
    start = perf_counter()
    call()
    return perf_counter() - start


def library(repetitions: int) -> dict[str, float]:
    """All bundled policies on a model: the median of each example, of these the median and the worst."""
    policies, files = bundled_policies(), examples()
    times: dict[Path, list[float]] = {file: [] for file in files}
    for _ in range(repetitions + 1):
        for file in files:
            times[file].append(timed(partial(verdicts, policies, fresh(file))))
    by_example = [median(found[1:]) for found in times.values()]  # without the first, which warms up
    return {"library": median(by_example), "library_worst": max(by_example)}


def effective(repetitions: int) -> dict[str, float]:
    """Effective compute under the definitions of a manifest made for this; no example has any."""
    return {"effective": median([_effective_once() for _ in range(repetitions + 1)][1:])}


def _effective_once() -> float:
    loaded = load(str(EFFECTIVE))
    assert loaded.manifest is not None
    compute = actual_compute(loaded)
    start = perf_counter()
    answers = by_gains(loaded.manifest, compute)
    seconds = perf_counter() - start
    assert [answer.kind for answer in answers] == ["value", "value"], f"{EFFECTIVE.name} no longer measures anything"
    return seconds


def passed_over(repetitions: int) -> dict[str, float]:
    """One trigger that is out of force, and one of a lab that has not made the model; seconds a call."""
    return {
        "not_in_force": _passed_over(Outcome.NOT_IN_FORCE, repetitions),
        "other_lab": _passed_over(Outcome.NOT_APPLICABLE, repetitions),
    }


def _passed_over(outcome: Outcome, repetitions: int) -> float:
    """The median over rounds of the mean of all triggers with this outcome, each asked once about fresh facts.

    One call is too short for the clock; a second one on the same facts would be answered by what the first one kept.
    """
    known = {policy.id: policy for policy in bundled_policies()}
    triggers = list(_triggers(lab_only=outcome is Outcome.NOT_APPLICABLE))
    files = [
        (file, [(p, t) for p, t in triggers if verdict(p, t, facts, known).outcome is outcome])
        for file in examples()
        for facts in [fresh(file)]
    ]
    calls = sum(len(asked) for _, asked in files)
    assert calls, f"no bundled trigger is {outcome.value} on {AS_OF}"
    return median(_round(files, known) for _ in range(repetitions + 1)) / calls


def _round(files: list[tuple[Path, list[tuple[Policy, Trigger]]]], known: dict[str, Policy]) -> float:
    asked = [(fresh(file), triggers) for file, triggers in files]

    def every_one() -> None:
        for facts, triggers in asked:
            for policy, trigger in triggers:
                verdict(policy, trigger, facts, known)

    return timed(every_one)


def _triggers(lab_only: bool) -> Iterator[tuple[Policy, Trigger]]:
    for policy in bundled_policies():
        if not lab_only or policy.kind == "lab-policy":
            yield from ((policy, trigger) for trigger in policy.trigger)


def main() -> None:
    """Print them all."""
    repetitions = int(sys.argv[1])
    print(json.dumps({**library(repetitions), **passed_over(repetitions), **effective(repetitions)}))


if __name__ == "__main__":
    main()
