"""FG233: a calculation that cannot be done, or is not of its inputs."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import Calculation


@rule("FG233", "calculation-incomplete")
def calculation_incomplete(subject: Subject) -> Iterator[Found]:
    """A formula without a value, or an input that it does not have.

    ## Why
    A printed figure can be checked only where everything that went into it is stated. An input that the
    formula does not have was forgotten in one of the two.
    ## Flagged
    ```toml
    [[calculation]]
    name = "FLOP of a prompt"
    formula = "2*N*S"
    inputs = { N = "1e11" }
    ```
    ## Instead
    ```toml
    [[calculation]]
    name = "FLOP of a prompt"
    formula = "2*N*S"
    inputs = { N = "1e11", S = 128_000 }
    ```
    """
    if not subject.card.calculation:
        return
    from flopguard.estimate.calculation import open_calculations  # few cards have any

    for at, stated in open_calculations(subject.card):
        yield from _of(stated, at)


def _of(stated: Calculation, at: str) -> Iterator[Found]:
    from flopguard.estimate.calculation import unknown_names, unused_inputs, worked

    unknown = unknown_names(stated)
    for name in unknown:
        yield Finding(
            at=f"{at}/formula",
            message=f"no input is called {name}",
            help=f"add {name} to inputs",
        )
    done = worked(stated)
    if done.value is None and not unknown:
        yield Finding(at=f"{at}/formula", message=f"the formula has no value: {done.reason}", help="correct it")
    for name in unused_inputs(stated):
        finding = Finding(
            at=f"{at}/inputs/{name}",
            message=f"{name} is an input that the formula lacks",
            help="delete it, or put it where it belongs in the formula",
        )
        yield Rated(finding, Severity.WARNING)
    for number, name in enumerate(stated.lengths):
        if name not in stated.inputs:
            yield Finding(
                at=f"{at}/lengths/{number}", message=f"no input is called {name}", help="name an input, such as S"
            )
