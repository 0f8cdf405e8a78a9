"""What lint says: a finding with its place, how sure it is, what it could change and how it could be mended."""

from enum import StrEnum

from flopguard.record import record


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How sure a rule is that what it flags is a fault."""

    CERTAIN = "certain"
    """The text alone shows it: a key is missing, two figures contradict each other."""
    LIKELY = "likely"
    """It follows with measured figures of the field, or from words that nearly always mean this."""
    POSSIBLE = "possible"
    """It is worth a look; a good card may have it."""


@record
class Factor:
    """By what factor the answer could change, from `low` to `high` times what is stated, as decimal text."""

    low: str
    high: str


@record
class Edit:
    """One change to a file: `text` instead of what stands at a place; `points_at` is value, key or line.

    `text` is the value or name itself, without quotes: it is written in the syntax of the file, in quotes where what
    it replaces has some. `line` means a new line before the field at the place, as TOML has it: `manifest = 1`.
    """

    at: str
    text: str
    points_at: str = "value"


@record
class Fix:
    """Edits that belong together; a `safe` one leaves every figure and every verdict what it was."""

    says: str
    edits: tuple[Edit, ...]
    safe: bool = True


@record
class Accepted:
    """Why a finding is not shown among the others: `by` is suppression or baseline."""

    by: str
    reason: str = ""
    expires: str | None = None


@record
class Finding:
    """One lint result: the runner adds code, severity, confidence, line and column to what a rule yields."""

    at: str
    message: str
    help: str = ""
    code: str = ""
    rule: str = ""
    severity: Severity = Severity.ERROR
    confidence: Confidence = Confidence.CERTAIN
    observed: str = ""
    """The value at fault, as written."""
    factor: Factor | None = None
    fix: Fix | None = None
    fingerprint: str = ""
    """What tells this finding from others when lines move: the same file, rule, place and value give the same one."""
    accepted: Accepted | None = None
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    line_text: str = ""
    points_at: str = "value"
    """`key` where the name of the field is at fault rather than its value."""
