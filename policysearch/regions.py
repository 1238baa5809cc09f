"""Places of China: names and short names to a path from the province down.

``data/regions.tsv`` holds the code (GB/T 2260) and the full name of each province, prefecture and
county; a code is the beginning of the codes below it. ``data/ordinary_names.txt`` holds the short county names
that are ordinary words too (西湖, 运河, 安居): of these only the full name counts as the place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from policysearch.types import Span

# The region of a text of the State; no place of the gazetteer.
NATION = "全国"
_SUFFIX = re.compile(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|地区|林区|省|市|区|县|旗|盟)$"
)
_ETHNIC = re.compile(
    r"(?:土家族|苗族|布依族|侗族|藏族|羌族|彝族|哈尼族|壮族|傣族|景颇族|傈僳族|白族|朝鲜族|回族|蒙古族|哈萨克|蒙古|柯尔克孜)+$"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A place: ``path`` runs from the province down, ``浙江省/杭州市/拱墅区``."""

    code: str
    name: str
    path: str


@lru_cache(maxsize=1)
def _ordinary_names() -> frozenset[str]:
    return frozenset(_data("ordinary_names.txt"))


def _data(name: str) -> list[str]:
    return resources.files("policysearch").joinpath(f"data/{name}").read_text("utf-8").split()


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    words = _data("regions.tsv")
    names = dict(zip(words[::2], words[1::2], strict=True))
    found = []
    for code, name in names.items():
        above = [names[code[:n]] for n in (2, 4) if n < len(code) and code[:n] in names]
        found.append(Region(code, name, "/".join([*above, name])))
    return tuple(found)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {region.path: region.code for region in _regions()}


def code_of(path: str) -> str:
    """The code of a place by its path, by which official tables are ordered; one that is not listed goes last."""
    return _codes().get(path, "99" + path)


def short_name(name: str) -> str:
    """``name`` without its rank: 拱墅区 is 拱墅, 内蒙古自治区 is 内蒙古; names of two characters stay."""
    short = _SUFFIX.sub("", name)
    bare = _ETHNIC.sub("", short)
    short = bare if len(bare) >= 2 else short
    return short if len(short) >= 2 else name


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Region, ...]]:
    table: dict[str, list[Region]] = {}
    for region in _regions():
        short = short_name(region.name)
        keys = {region.name}
        if len(region.code) < 6 or short not in _ordinary_names():
            keys.add(short)
        for key in keys:
            table.setdefault(key, []).append(region)
    # A province goes before a city, a city before a county of the same name (吉林, 朝阳).
    return {key: tuple(sorted(found, key=lambda r: (len(r.code), r.code))) for key, found in table.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_by_name(), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)))


def find_regions(text: str) -> tuple[Region, ...]:
    """The places named in ``text``, most particular reading first seen, each once.

    A place is read inside the one named just before it (杭州市西湖区 is one place, in Hangzhou). A name
    that several counties bear (鼓楼区) is kept only when the text names what it belongs to.
    """
    return tuple(dict.fromkeys(region for region, _ in locate_regions(text)))


def locate_regions(text: str, held: Container[str] = ()) -> tuple[tuple[Region, Span], ...]:
    """The places of ``find_regions`` with where they stand, every time.

    ``held`` are paths: a name that several places bear means the only one of them among these, where there is one.
    """
    found: list[tuple[Region, Span]] = []
    above: Region | None = None
    above_end = -1
    seen_paths = [r.path for m in _pattern().finditer(text) for r in _by_name()[m.group()][:1]]
    for match in _pattern().finditer(text):
        options = _by_name()[match.group()]
        start = match.start()
        inside = [r for r in options if above and r.path.startswith(above.path + "/")]
        if inside and match.start() - above_end <= 1:
            region = inside[0]
            if found and found[-1][0] == above:
                start = found.pop()[1].start
        elif len({r.path for r in options if len(r.code) == len(options[0].code)}) > 1:
            named = [r for r in options if any(r.path.startswith(p + "/") for p in seen_paths)]
            named = named if len(named) == 1 else [r for r in options if r.path in held]
            if len(named) != 1:
                continue
            region = named[0]
        else:
            kept = [r for r in options if r.path in held]
            region = kept[0] if len(kept) == 1 else options[0]
        above, above_end = region, match.end()
        found.append((region, Span(start, match.end())))
    return tuple(found)


def place_names(text: str) -> tuple[str, ...]:
    """The names of places as ``text`` writes them, each once, in order."""
    return tuple(dict.fromkeys(match.group() for match in _pattern().finditer(text)))


def count_regions(text: str) -> dict[Region, int]:
    """How often each place is named in ``text``; a name of several counties counts where its city is named."""
    times = Counter(match.group() for match in _pattern().finditer(text))
    counts: Counter[Region] = Counter()
    several = []
    for name, count in times.items():
        options = _by_name()[name]
        if len({r.path for r in options if len(r.code) == len(options[0].code)}) == 1:
            counts[options[0]] += count
        else:
            several.append((name, count))
    named = {region.path for region in counts}
    for name, count in several:
        inside = [r for r in _by_name()[name] if r.path.rpartition("/")[0] in named]
        if len(inside) == 1:
            counts[inside[0]] += count
    return dict(counts)


def covers(region_path: str, wanted: str) -> bool:
    """Whether a document of ``region_path`` falls under ``wanted``, a name, short name or path.

    拱墅, 拱墅区, 杭州市 and 浙江省/杭州市 all cover 浙江省/杭州市/拱墅区.
    """
    if region_path == wanted or region_path.startswith(wanted + "/"):
        return True
    parts = region_path.split("/")
    last = wanted.split("/")[-1]
    if "/" in wanted and not set(map(short_name, wanted.split("/"))) <= set(map(short_name, parts)):
        return False
    return any(last in (part, short_name(part)) for part in parts)
