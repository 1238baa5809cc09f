"""Which numerals run on: a label is judged by the numerals before it and by those that follow."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.parse.numbering import Label

_MOST_LOOKED_AT = 60


class Rows:
    """The labels of a text in reading order, to look ahead from any of them."""

    def __init__(self, labels: Sequence[Label | None]) -> None:
        self._labels = labels
        self._rows: dict[str, list[int]] = {}
        self._places: list[int] = []
        for at, label in enumerate(labels):
            row = self._rows.setdefault(label.rung.name if label else "", [])
            self._places.append(len(row))
            row.append(at)

    def runs_on(self, at: int, previous: int | None) -> bool | None:
        """Whether the labels after number ``at`` go on from it (True) or from ``previous`` (False); None: neither.

        第二条 第八十八条 第三条: the second is a reference, for what follows goes on from the first.
        """
        label = self._labels[at]
        if label is None:
            return None
        row = self._rows[label.rung.name]
        for later in row[self._places[at] + 1 : self._places[at] + 1 + _MOST_LOOKED_AT]:
            following = self._labels[later]
            if following is None or (label.rung.ladder == "plan" and self._left(at, later, label)):
                return None
            if previous is not None and following.ordinal == previous + 1:
                return False
            if following.ordinal == label.ordinal + 1:
                return True
            if following.ordinal == 1:
                return None
        return None

    def _left(self, at: int, later: int, label: Label) -> bool:
        """Whether a label that stands above ``label`` on the ladder lies between it and ``later``."""
        between = self._labels[at + 1 : later]
        return any(other is not None and other.rung.level < label.rung.level for other in between)
