"""One profile for generated cases: the same ones on every machine, however slow it is.

To look for new ones: `./dev/test --hypothesis-profile=explore`.
"""

from hypothesis import settings

settings.register_profile("same-everywhere", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("same-everywhere")
