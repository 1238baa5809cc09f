"""One line a request, for the log: when, who, what, how it ended, how long; a question's words only when asked for."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

_LOG = "policysearch.requests"
_MOST_QUESTION_CHARS = 300
_MOST_PATH_CHARS = 160


@dataclass(slots=True)
class Entry:
    """What is known of a request by its end."""

    method: str
    path: str
    client: str = "-"
    user: str = "-"
    kind: str = "other"
    status: int = 0
    sent_bytes: int = 0
    refused: str = ""
    question: str | None = None

    def line(self, seconds: float) -> str:
        """The line of the log. The query of the address, which holds questions, is left out."""
        path = quote(self.path[:_MOST_PATH_CHARS], safe="/=")
        user = quote(self.user)
        said = f"{self.client} {user} {self.method[:10]} {path} {self.status} {self.sent_bytes}B {1000 * seconds:.0f}ms"
        said += f" refused={self.refused}" if self.refused else ""
        if self.question is not None:
            said += f" question={json.dumps(self.question[:_MOST_QUESTION_CHARS], ensure_ascii=True)}"
        return said


def write_line(line: str) -> None:
    """Writes a line to the log of requests."""
    logging.getLogger(_LOG).info("%s", line)


def to_stderr() -> None:
    """Has the log of requests and our warnings written to the standard error, with the time."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    log = logging.getLogger("policysearch")
    log.setLevel(logging.INFO)
    log.handlers = [handler]
    log.propagate = False


def question_of(value: Any) -> str:
    """The words that a request asks with: the first value of its ``data`` that is a string."""
    data = value.get("data") if isinstance(value, dict) else None
    first = data[0] if isinstance(data, list) and data else ""
    return first if isinstance(first, str) else ""
