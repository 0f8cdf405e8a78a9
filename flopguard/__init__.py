"""Which compute thresholds a model crosses, by whose counting, and how sure that is.

The names in `__all__` are the public ones; all else may change. Each is imported when first used, so that
`import flopguard` costs next to nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true by its name; importing typing would cost more than the rest

if TYPE_CHECKING:
    from flopguard.__about__ import __version__ as __version__

__all__ = ["__version__"]

_HOMES = {"__version__": "flopguard.__about__"}

# Hidden from type checkers, which would otherwise accept any name at all.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)

    def __dir__():
        return sorted({*globals(), *__all__})
