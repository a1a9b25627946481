"""What can go wrong, by what to do about it.

::

    TroupeError
    ├── Transient   try again later: a node, a gateway or an engine did not answer
    │   └── Missing a document is nowhere to be had
    ├── Permanent   never again for this input: it is malformed, refused or too late
    └── Fatal       stop the process: wrong chain, wrong key, a broken database
"""


class TroupeError(Exception):
    """Any error that Troupe raises on purpose; its message says what to do next."""


class Transient(TroupeError):
    """The same call may succeed later."""


class Missing(Transient):
    """A block is neither in the block store nor at any gateway."""


class Permanent(TroupeError):
    """The same call will fail again."""


class Fatal(TroupeError):
    """The process cannot go on safely."""
