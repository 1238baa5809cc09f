"""The errors that a person can cause, each one sentence: what, where, what to do next.

    PolicySearchError
    ├── ReadError        a file cannot be read (unknown, empty, damaged, protected, too large)
    ├── IndexMissing     there is no index where one was looked for
    ├── IndexDamaged     an index file is changed, missing, extra or of another version
    ├── EncoderMissing   an encoder cannot be loaded
    ├── RerankerMissing  a cross-encoder cannot be loaded
    └── UsageError       a flag, a question file or a document id that cannot be used

A question without an answer is a status of the answer, not an error.
"""

from __future__ import annotations


class PolicySearchError(Exception):
    """A fault that the user can mend; its text is shown as it is, without a traceback."""


class ReadError(PolicySearchError):
    """A file cannot be read; the other files of the corpus still build."""


class IndexMissing(PolicySearchError):
    """There is no index at the place that was named."""


class IndexDamaged(PolicySearchError):
    """An index does not match its manifest."""


class EncoderMissing(PolicySearchError):
    """An encoder cannot be loaded from the folder or name that was given."""


class RerankerMissing(PolicySearchError):
    """A cross-encoder cannot be loaded from the folder or name that was given."""


class UsageError(PolicySearchError):
    """A command was given something that it cannot use."""
