"""What a person writes beside the files: ``办法.pdf.meta.toml`` for one, ``metadata.csv`` of a corpus folder for many.

Keys are Chinese or English (标题 or title). A CSV file has the column path and one for each key; an empty cell says
nothing, 无 says that the document has none. The file beside a document goes before the CSV row.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from policysearch.errors import ReadError
from policysearch.numerals import parse_date
from policysearch.read.decode import decode
from policysearch.regions import NATION, find_regions
from policysearch.types import DECLARED, KINDS, Failure, Overrides

SIDECAR_SUFFIX = ".meta.toml"
TABLE_NAME = "metadata.csv"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "title"),
    "issuers": ("发布机构", "发文机关", "issuers"),
    "number": ("文号", "number"),
    "issued_on": ("成文日期", "issued_on"),
    "published_on": ("发布日期", "published_on"),
    "effective_on": ("施行日期", "effective_on"),
    "expires_on": ("失效日期", "有效期至", "expires_on"),
    "plan_period": ("规划期", "plan_period"),
    "regions": ("地区", "regions"),
    "kind": ("类别", "kind"),
    "form": ("文种", "form"),
    "declared": ("状态", "declared"),
    "origin": ("来源", "origin"),
}
_FIELD_OF = {key: name for name, keys in _KEYS.items() for key in keys}
_KNOWN = "、".join(keys[0] for keys in _KEYS.values())
_PATH_KEYS = ("path", "路径", "文件")
_SEVERAL = frozenset({"issuers", "regions"})
_BETWEEN = re.compile(r"\s*[、；;\n]\s*")
_YEARS = re.compile(r"(\d{4})\s*年?\s*[—\-–~～至]{1,2}\s*(\d{4})\s*年?")
_NONE = "无"
# TOML wants Chinese keys in quotes, which people leave out: 标题 = "…" / "标题" = "…"
_BARE_KEY = re.compile(r"^[ \t]*([\u4e00-\u9fff]+)([ \t]*=)", re.MULTILINE)


@dataclass(slots=True)
class Sidecars:
    """``overrides`` by file and part ("" for a file of one document), and what was wrong with them."""

    overrides: dict[Path, dict[str, Overrides]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def of(self, path: Path) -> tuple[tuple[str, Overrides], ...]:
        """Part and overrides, for each part of the file at ``path`` of which something is told."""
        return tuple(self.overrides.get(path, {}).items())

    def _add(self, path: Path, part: str, overrides: Overrides) -> None:
        parts = self.overrides.setdefault(path, {})
        parts[part] = tuple((dict(overrides) | dict(parts.get(part, ()))).items())


def read_sidecars(found: Sequence[tuple[Path, Path]]) -> tuple[list[tuple[Path, Path]], Sidecars]:
    """``found`` ((corpus folder, file) each) without its sidecars, and what these say.

    A sidecar that cannot be read, a key that is none, a value that cannot be one and a path that is not there are
    failures; every other value counts.
    """
    sidecars = Sidecars()
    files = [(root, path) for root, path in found if not is_sidecar(root, path)]
    beside = {path for _, path in files}
    for root, path in found:
        if path.name.endswith(SIDECAR_SUFFIX):
            _read_beside(root, path, beside, sidecars)
    for root, path in found:
        if path == root / TABLE_NAME:
            _read_table(root, path, beside, sidecars)
    return files, sidecars


def faults_of(told: Mapping[str, str]) -> list[str]:
    """What is wrong with keys and values that a person wrote, a sentence each."""
    failures: list[Failure] = []
    for _ in _checked(told.items(), "", "", failures):
        pass
    return [failure.reason for failure in failures]


def is_sidecar(root: Path, path: Path) -> bool:
    """Whether a file of the corpus folder ``root`` tells about others and is no document."""
    return path.name.endswith(SIDECAR_SUFFIX) or path == root / TABLE_NAME


def _read_beside(root: Path, path: Path, files: set[Path], sidecars: Sidecars) -> None:
    name = path.relative_to(root).as_posix()
    target = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    if target not in files:
        sidecars.failures.append(Failure(name, f"旁边没有 {target.name}：请改成所说文件的全名加 {SIDECAR_SUFFIX}。"))
        return
    try:
        told = tomllib.loads(_BARE_KEY.sub(r'"\1"\2', path.read_text("utf-8-sig")))
    except (OSError, ValueError) as error:
        sidecars.failures.append(Failure(name, f"读不出这份元数据（{error}）：请按 TOML 的写法改正，并存为 UTF-8。"))
        return
    sidecars._add(target, "", tuple(_checked(told.items(), name, "", sidecars.failures)))


def _read_table(root: Path, path: Path, files: set[Path], sidecars: Sidecars) -> None:
    try:
        text, _ = decode(path.read_bytes())
        rows = list(csv.DictReader(text.splitlines()))
    except (OSError, ReadError, csv.Error) as error:
        sidecars.failures.append(Failure(TABLE_NAME, f"读不出这张表（{error}）：请存为 UTF-8 或 GB18030 的 CSV。"))
        return
    column = next((key for key in _PATH_KEYS if rows and key in rows[0]), None)
    if rows and column is None:
        sidecars.failures.append(Failure(TABLE_NAME, "没有 path 这一列：请写上每份文件在文件夹里的路径。"))
        return
    unknown = [key for key in rows[0] if key and key not in _FIELD_OF and key != column] if rows else []
    sidecars.failures.extend(Failure(TABLE_NAME, _no_key(key)) for key in unknown)
    for number, row in enumerate(rows, 2):
        where = (row[column] or "").strip() if column else ""
        target, part = _target(root, where, files)
        if target is None:
            sidecars.failures.append(Failure(TABLE_NAME, f"第 {number} 行的文件“{where}”不存在：请改正路径。"))
            continue
        told = [(key, value) for key, value in row.items() if key in _FIELD_OF and value and value.strip()]
        sidecars._add(target, part, tuple(_checked(told, TABLE_NAME, f"第 {number} 行", sidecars.failures)))


def _target(root: Path, where: str, files: set[Path]) -> tuple[Path | None, str]:
    """The file that a row names, and the part of it: 旧文件.zip/办法.txt is a part of an archive."""
    parts = where.replace("\\", "/").strip("/").split("/")
    for end in range(len(parts), 0, -1):
        path = root.joinpath(*parts[:end])
        if where and path in files:
            return path, "/".join(parts[end:])
    return None, ""


def _checked(pairs: Any, name: str, place: str, failures: list[Failure]) -> Iterator[tuple[str, Any]]:
    """Field and value of each pair that says something; a failure for every other."""
    for key, value in pairs:
        known = _FIELD_OF.get(key)
        if known is None:
            failures.append(Failure(name, _no_key(key)))
            continue
        try:
            yield known, _value(known, value)
        except ValueError as error:
            failures.append(Failure(name, f"{place}“{key}”的值“{value}”{error}。"))


def _no_key(key: str) -> str:
    return f"没有“{key}”这一项：可用的有 {_KNOWN}。"


def _value(name: str, told: Any) -> Any:
    """The value of a field of Document. Raises ValueError with the end of a sentence that says what is wrong."""
    value = told.strip() if isinstance(told, str) else told
    if value == _NONE and name != "title":
        return () if name in _SEVERAL else None
    if name in _SEVERAL:
        names = [str(item).strip() for item in value] if isinstance(value, list) else _BETWEEN.split(str(value))
        return tuple(_region(item) if name == "regions" else item for item in names if item)
    if name.endswith("_on"):
        return _day(value)
    if name == "plan_period":
        return _years(value)
    if not isinstance(value, str) or not value:
        raise ValueError("不是文字：请写在引号里")
    if name == "kind" and value not in KINDS:
        raise ValueError(f"不是类别：请写 {'、'.join(KINDS)} 之一")
    if name == "declared" and value not in DECLARED:
        raise ValueError(f"不是状态：请写 {'、'.join(DECLARED)} 之一")
    return value


def _day(value: Any) -> str:
    day = value.isoformat() if type(value) is date else parse_date(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError("不是日期：请写成 2023-07-01")
    return day


def _years(value: Any) -> tuple[int, int]:
    match = _YEARS.fullmatch("-".join(map(str, value)) if isinstance(value, list) else str(value))
    if match is None or int(match[1]) > int(match[2]):
        raise ValueError("不是规划期：请写成 2021-2025")
    return int(match[1]), int(match[2])


def _region(name: str) -> str:
    found = find_regions(name)
    if name != NATION and len(found) != 1:
        raise ValueError("不是一个认得的地区：请写全称，如 浙江省杭州市西湖区")
    return NATION if name == NATION else found[0].path
