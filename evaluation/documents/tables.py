"""Compares the tables that the parser rebuilds with ``tables.jsonl``, made by hand from the originals, cell by cell.

python evaluation/documents/tables.py ../shared/corpus/talent

Prints a line a row: right (name, unit and values as in the truth, where they are printed), flagged (what is not
certain is empty or under 列不明, and nothing is wrong), or wrong with what was found; then the counts. A group that is
not the truth's is wrong; one that is left open is counted by itself. Exit status 1 when a row is wrong.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.parse import parse
from policysearch.read import read_file
from policysearch.text import squeeze
from policysearch.types import UNPLACED, CellSpans, Document, Table

TRUTH = Path(__file__).with_name("tables.jsonl")


def main(arguments: Sequence[str]) -> int:
    """Compares the files of the folder that ``arguments`` name; 0, 1 when a row is wrong, 2 without the folder."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__)
        return 2
    verdicts = list(compare(Path(arguments[0])))
    for row, verdict, words in verdicts:
        print(f"{row['file'][:3]} 表{row['table']} {row['row']:>2} {verdict:<7} {row['indicator']} {words}".rstrip())
    counts = Counter(verdict for _, verdict, _ in verdicts)
    print(f"{len(verdicts)} rows: " + ", ".join(f"{counts[name]} {name}" for name in ("right", "flagged", "wrong")))
    opened = [row for row, _, words in verdicts if "group left open" in words]
    print(
        f"group of the row left open: {len(opened)}, of which the truth has {sum(bool(row['group']) for row in opened)}"
    )
    return 1 if counts["wrong"] else 0


def compare(folder: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each row of the truth with its verdict (right, flagged, wrong) and why."""
    truth = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    documents = {name: parse(read_file(folder, folder / name))[0] for name in sorted({row["file"] for row in truth})}
    for row in truth:
        document = documents[row["file"]]
        tables = [table for table in document.tables if table.rows]
        table = tables[row["table"] - 1] if len(tables) >= row["table"] else None
        found = None if table is None else _found(document, table, str(row["row"]))
        yield row, *(("wrong", "not found") if found is None else judge(row, found))


def judge(truth: Mapping[str, Any], found: Mapping[str, tuple[str, list[list[int]]]]) -> tuple[str, str]:
    """The verdict on a row, and why: ``found`` is words and places (ends in the file) by the name of the column.

    A cell that is empty where the truth has one is flagged; so is what the truth itself flags. Other words, another
    place, a cell that the truth leaves empty and a value that is in no cell at all are wrong.
    """
    wanted = {"": (truth["indicator"], [truth["indicator_at"]]), "单位": (truth["unit"], [truth["unit_at"]])}
    wanted |= {name: (words, [truth["printed"][name]]) for name, words in truth["values"].items()}
    wanted |= {UNPLACED: ("、".join(truth.get("unplaced") or ()), truth.get("unplaced_at") or [])}
    wanted["一级指标"] = (truth["group"], [truth["group_at"]])
    open_cells = []
    for name in {**wanted, **found}:
        words, places = wanted.get(name, ("", []))
        told, printed = found.get(name, ("", []))
        if told and (told != words or printed != places):
            return "wrong", f"{name}：{told} {printed}, not {words} {places}"
        if words and not told:
            if name in truth["values"] and words not in found.get(UNPLACED, ("", []))[0]:
                return "wrong", f"{name}：{words} is lost"
            open_cells.append(name or "指标")
    flags = [flag for flag in truth["flags"] if flag != "group_unplaced"]
    said = [*flags, *(f"{name} left open" for name in open_cells if name != "一级指标")]
    return ("flagged" if said else "right"), ", ".join(
        [*said, *(["group left open"] if not found.get("一级指标") else [])]
    )


def _found(document: Document, table: Table, number: str) -> dict[str, tuple[str, list[list[int]]]] | None:
    """The row with ``number`` by column: the words without blanks, and where the file has them."""
    head = [squeeze(cell) for cell in table.rows[0]]
    order = head.index("序号")
    at = next((n for n, row in enumerate(table.rows[1:], 1) if row[order] == number), None)
    if at is None:
        return None
    names = ["" if "二级指标" in name else "单位" if "单位" in name else name for name in head]
    cells = zip(names, table.rows[at], table.cell_spans[at], strict=True)
    found = {name: (squeeze(words), _ends(document, spans)) for name, words, spans in cells if name != "序号" and words}
    if "一级指标" in found or "一级指标" not in names:
        return found
    label = _group_above(document, table, at, names.index("一级指标"))
    return found | ({"一级指标": label} if label else {})


def _group_above(document: Document, table: Table, row: int, column: int) -> tuple[str, list[list[int]]] | None:
    above = (n for n in range(row, 0, -1) if table.rows[n][column])
    at = next(above, None)
    return (squeeze(table.rows[at][column]), _ends(document, table.cell_spans[at][column])) if at else None


def _ends(document: Document, spans: CellSpans) -> list[list[int]]:
    """``spans`` as ends in the file: what the text leaves out is counted in."""
    return [[_raw(document, span.start), _raw(document, span.end - 1) + 1] for span in spans]


def _raw(document: Document, offset: int) -> int:
    for gone in document.dropped:
        if gone.raw.start > offset:
            break
        offset += len(gone.raw)
    return offset


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
