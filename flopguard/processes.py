"""The same work on many items, shared among processes; the results come in the order of the items."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FORKS = sys.platform == "linux"  # where a process begins as a copy of this one, with all that it has read
ENOUGH = 16 if _FORKS else 96
"""Items for each process from which on the start of one pays; without copies it has to import everything anew."""
_AT_ONCE = 8  # items that a process takes at a time


def processes_for(items: int, wanted: int = 0) -> int:
    """How many processes share so many items: as many as were asked for, else as many as pay."""
    return min(wanted or min(_processors(), items // ENOUGH), items) or 1


def mapped(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[R]:
    """The results of the work in the order of the items. With one process it is done here, when it is asked for."""
    return map(work, items) if processes == 1 else _shared(work, items, processes)


def _shared(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if _FORKS else None)
    pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(work,))
    at_once = min(_AT_ONCE, -(-len(items) // processes))
    try:
        yield from pool.map(_do, items, chunksize=at_once)
    finally:
        pool.shutdown(cancel_futures=True)


_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any]) -> None:
    """What a process is told once; an interrupt ends it without a word."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _do(item: Any) -> Any:
    assert _work is not None
    return _work(item)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
