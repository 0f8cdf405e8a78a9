"""What a policy file must satisfy beyond its types; every problem is listed with its place."""

from flopguard.policy.check.lines import UNSTATED, line_dimension
from flopguard.policy.check.whole import problems_of

__all__ = ["UNSTATED", "line_dimension", "problems_of"]
