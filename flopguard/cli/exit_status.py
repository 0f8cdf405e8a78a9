"""What the exit status of `flopguard` means; the output format never changes it."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """Tests of a status belong on these names: 1 is an answer, 2 and above say that there is none."""

    CLEAN = 0  # nothing at or above --fail-on
    FOUND = 1  # something is
    USAGE = 2  # options, arguments or configuration
    INTERNAL = 3  # a bug in flopguard
    NO_MANIFEST = 4  # no manifest found
    INTERRUPTED = 130  # 128 + SIGINT, as shells have it
    BROKEN_PIPE = 141  # 128 + SIGPIPE: the reader went away, so nobody has seen the answer
