"""Names of programmes in quotation marks, where a word of kind ends them, stands behind them, or stands for several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policysearch.catalogue.entries import ProgrammeKind
from policysearch.catalogue.lead import before_name
from policysearch.catalogue.programme_names import (
    ENDED,
    ENDED_BY_WORD,
    NOT_AFTER,
    WORD,
    Name,
    is_count,
    is_generic,
    is_ordinary,
    kind_in,
    plain,
)
from policysearch.text import CJK
from policysearch.types import Span

# Straight marks do not tell which opens: a line has them in pairs.
QUOTED = re.compile(r"[“「『](?P<core>[^“”「」『』\n。；]{2,30})[”」』]|\"(?P<plain>[^\"\n]*)\"")
_BETWEEN = rf"(?:(?![的等和与及或为是在被将从向于以])[{CJK}\dA-Za-z·+]){{0,16}}?"
BEHIND = re.compile(rf"(?P<between>{_BETWEEN})(?:{WORD}){NOT_AFTER}")
_ETC = re.compile(rf"\s*等(?:[一二三四五六七八九十\d]*[项个大])?(?P<between>{_BETWEEN})(?:{WORD}){NOT_AFTER}")
_BETWEEN_QUOTES = re.compile(r"\s*[、，,]?\s*(?:和|与|及|以及)?\s*")
# How many characters may stand between the closing mark and a word of kind; more of them make the word another's.
_MOST_BETWEEN: dict[ProgrammeKind, int] = {"活动": 16, "机制": 4, "奖项": 4, "园区": 4, "政策": 10}
_MOST_BEFORE_ACTIVITY, _MOST_CHARS = 8, 30
# Words that put a new thing between a name and the word of kind: “X”建设重点平台, “X”引领人才发展的计划.
_NOT_BETWEEN = re.compile(
    "名单|提供|开展|实施|推进|推动|打造|组织|获得?|入选|纳入|成为|经验|精神|理念|目标|违法|犯罪|分裂|阴谋|破坏"
)
_NO_BUILDING = frozenset({"平台", "基金", "活动", "政策", "机制", "奖项", "园区"})
# 一委一办一平台: parts of an arrangement
_PARTS = re.compile(r"[一二三两].{1,3}[一二三四五六两].{1,3}")
# A long quotation that begins with what is to be done is a demand and no name: “加快建设…平台”.
_DEMAND = re.compile("加快|建设|建立|完善|健全|加强|推进|推动|坚持|实施|开展|强化|深化|提高|优化|促进|构建|打造|营造")


_COUNTS = re.compile(r"[一二三四五六七八九十两双多\d]")


# “人才超市”服务: what serves is called a service too.
_SERVICE = re.compile("服务(?![中体平能水质力窗站])")


def quoted_names(text: str) -> Iterator[Name]:
    """Names in quotation marks; of several in a row, one word of kind behind the last is for all (“甲”“乙”等计划)."""
    run: list[re.Match[str]] = []
    for match in QUOTED.finditer(text):
        if len(core_of(match)) > _MOST_CHARS:
            continue
        if run and not _BETWEEN_QUOTES.fullmatch(text, run[-1].end(), match.start()):
            yield from _of_run(text, run)
            run = []
        run.append(match)
    if run:
        yield from _of_run(text, run)


def core_of(match: re.Match[str]) -> Span:
    """What stands between the marks of a match of ``QUOTED``."""
    return Span(*match.span("core" if match["core"] else "plain"))


def _of_run(text: str, run: Sequence[re.Match[str]]) -> Iterator[Name]:
    end = run[-1].end()
    shared = word_behind(text, end, _ETC) or (word_behind(text, end) if len(run) > 1 else None)
    named = [kind for kind in (_kind_inside(core_of(match).of(text)) for match in run) if kind]
    for match in run:
        core = core_of(match)
        words = core.of(text)
        behind = word_behind(text, match.end())
        ended, by_word = _named_inside(words), ENDED_BY_WORD.search(words) is not None
        if behind and is_name(words, behind[0], behind[1]) and not (ended and by_word):
            bare = not (behind[1] and _COUNTS.match(words))
            start = before_name(text, match.start())
            yield Name(Span(start, behind[2]), plain(words), plain(words), behind[0], "quoted", bare)
        elif ended:
            start, service = before_name(text, match.start()), _SERVICE.match(text, match.end())
            outside = start < match.start() or service is not None
            span = Span(start, service.end() if service else match.end()) if outside else core
            yield Name(span, ended[0], plain(words), ended[1], "quoted")
        elif shared and is_name(words, shared[0], shared[1]):
            yield Name(core, plain(words), plain(words), shared[0], "quoted")
        elif len(named) >= _LEAST_NAMED and _LIKE_A_NAME.fullmatch(words) and is_name(words, named[0], ""):
            yield Name(core, plain(words), plain(words), named[0], "quoted")


# In a row of names that say what they are (“甲荟”“乙计划”“丙计划”) the one that does not is a name as well.
_LEAST_NAMED = 2
_LIKE_A_NAME = re.compile(f"[{CJK}]{{4,10}}")


def _kind_inside(words: str) -> ProgrammeKind | None:
    named = _named_inside(words)
    return named[1] if named else None


def _named_inside(words: str) -> tuple[str, ProgrammeKind] | None:
    """The words before the word of kind that ends ``words``, and the kind, where they are a name."""
    by_word = ENDED_BY_WORD.search(words)
    match = by_word or ENDED.search(words)
    if match is None or re.search(r"[，。、,；的]", words) or _PARTS.match(words):
        return None
    if len(words) > 8 and _DEMAND.match(words):
        return None
    kind, before = kind_in(match), words[: match.start()]
    if is_count(before) or is_ordinary(before):
        return None
    if by_word is None:  # 人才码, 青年节: the ending is part of the name
        return (plain(words), kind) if len(words) >= 3 else None
    if is_generic(before):
        return None
    enough = 4 if kind in ("机制", "政策", "园区") else 2
    return (plain(before), kind) if len(before) >= enough else None


def word_behind(text: str, position: int, pattern: re.Pattern[str] = BEHIND) -> tuple[ProgrammeKind, str, int] | None:
    """The kind, the words before it and the end of the word of kind that stands at ``position``."""
    match = pattern.match(text, position)
    if match is None:
        return None
    kind, between = kind_in(match), match["between"]
    most = _MOST_BEFORE_ACTIVITY if match.group().endswith("活动") else _MOST_BETWEEN.get(kind, 12)
    if len(between) > most or _NOT_BETWEEN.search(between):
        return None
    if kind in _NO_BUILDING and "建设" in between:
        return None
    return kind, between, match.end()


def is_name(words: str, kind: ProgrammeKind, between: str) -> bool:
    """Whether ``words`` in quotation marks before a word of ``kind`` name a programme."""
    if is_count(words) or is_ordinary(words):
        return False
    if re.search(r"[，。、,；]", words) and (kind in ("政策", "机制", "平台") or (kind == "活动" and between)):
        return False
    # “三旧”改造政策, “1+3”机制: a count of things that a policy deals with
    counts = _COUNTS.match(words) is not None
    return not (kind in ("政策", "机制", "园区") and (counts or len(words) < 3)) and not (
        counts and between and len(words) < 3
    )
