"""What was understood of a question: chips under it, each with a link that switches it off or on again."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.render.address import Address
from policysearch.render.html import EMPTY, Html, element
from policysearch.render.sentences import retold_words
from policysearch.render.words import ENGLISH, language, say
from policysearch.text import clip
from policysearch.types import Finding, Hit, Lift, Understanding

_NAMES = {
    "place": "地区",
    "year": "年份",
    "kind": "类别",
    "number": "文号",
    "title": "文件",
    "phrase": "原词",
    "programme": "项目",
    "reference": "条款",
    "wants": "想找",
}
_RULES = {"validity": "有新文本的靠后", "reranker": "重排模型"}
_AGREES = {
    "place": "地区相符",
    "year": "年份相符",
    "kind": "类别相符",
    "title": "就是所问文件",
    "reranker": "重排模型上调",
}
_DIFFERS = {"place": "地区不同", "validity": "已有新文本", "reranker": "重排模型下调"}
_CHIP_CHARS = 24


def understood(understanding: Understanding, hits: Sequence[Hit], address: Address) -> Html:
    """The chips of ``understanding``, and of the rules that moved a hit; empty where nothing was understood.

    One that is switched off stays, struck out, to be switched on again. What moves nothing is told without a link: a
    programme, a 文号 or quoted words that no hit bears; and last, in one piece, what is asked for (想找).
    """
    findings = understanding.findings
    chips = [_chip(finding, understanding, hits, address) for finding in findings if finding.kind != "wants"]
    moved = {lift.key for hit in hits for lift in hit.signals.lifts}
    for key, name in _RULES.items():
        if key in moved | understanding.ignored:
            chips.append(_switch(key, say(name), key not in understanding.ignored, address))
    wants = [finding.printed for finding in findings if finding.kind == "wants"]
    if wants:
        words = say("、").join(map(retold_words, wants))
        chips.append(element("span", say("{kind}：{words}", kind=say(_NAMES["wants"]), words=words), class_="wants"))
    if not chips:
        return EMPTY
    return element(
        "nav",
        element("span", say("理解为"), class_="chips-name"),
        *chips,
        class_="chips understood",
        aria_label=say("对问题的理解，点按可去掉"),
    )


def lift_words(lifts: Sequence[Lift]) -> list[str]:
    """Why a passage was lifted or let down, each reason once: 地区相符, 已有新文本."""
    words = (_AGREES.get(lift.kind) if lift.bonus > 0 else _DIFFERS.get(lift.kind) for lift in lifts)
    return [say(word) for word in dict.fromkeys(filter(None, words))]


def _chip(finding: Finding, understanding: Understanding, hits: Sequence[Hit], address: Address) -> Html:
    name = say("{kind}：{words}", kind=say(_NAMES[finding.kind]), words=clip(_printed(finding), _CHIP_CHARS))
    is_on = finding.key not in understanding.ignored
    if finding.is_told or (is_on and not _may_move(finding, hits)):
        return element("span", name, class_="told")
    return _switch(finding.key, name, is_on, address)


def _printed(finding: Finding) -> str:
    """What was understood, in words; years and kinds have an English, names of places and documents have none."""
    if finding.kind == "year" and language() == ENGLISH:
        return finding.key.partition(":")[2]
    return say(finding.printed) if finding.kind == "kind" else finding.printed


def _may_move(finding: Finding, hits: Sequence[Hit]) -> bool:
    """Whether a finding may have moved these hits; a 文号 and quoted words do by the hits that bear them alone."""
    if finding.kind == "number":
        return any(hit.signals.by_number for hit in hits)
    if finding.kind == "phrase":
        return any(hit.signals.by_phrase for hit in hits)
    return True


def _switch(key: str, name: str, is_on: bool, address: Address) -> Html:
    """A link to the same view with ``key`` switched."""
    return element(
        "a",
        element("span", name) if is_on else element("s", name),
        element("span", " ×" if is_on else " ＋", aria_hidden="true"),
        class_="chip" if is_on else "chip off",
        href=address.switched(key).href,
        aria_label=say("不按“{name}”" if is_on else "恢复“{name}”", name=name),
    )
