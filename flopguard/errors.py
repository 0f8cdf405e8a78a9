"""What flopguard raises on purpose. Each message says what, where, what was expected and what to do."""


class FlopguardError(Exception):
    """The root of all of them; the command line prints the message and exits with 2."""


class UsageError(FlopguardError):
    """Options, arguments or configuration that cannot be carried out as given."""


class BundleError(FlopguardError):
    """The policies or schemas that belong to flopguard are not where an installation has them."""


class PolicyError(FlopguardError):
    """A policy that cannot be read, or says what a policy may not say."""
