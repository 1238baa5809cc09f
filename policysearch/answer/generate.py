"""An answer that a language model writes from the passages and code checks; the extractive one where it does not stand.

What the model says is shown only after all of it is checked, not as it streams in: whether it stands at all depends
on how much of it is struck out, and a wrong number that was on the page for a second has been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from policysearch.answer.abstain import of_place
from policysearch.answer.cite import citation_of, spoken
from policysearch.answer.extract import answer_question
from policysearch.answer.given import Given, Unit, give
from policysearch.answer.notice import notices
from policysearch.answer.prompt import messages
from policysearch.answer.reply import read_reply
from policysearch.answer.verify import Checked, check, check_refusal, is_refusal
from policysearch.endpoint import Endpoint, ModelFailed, write
from policysearch.search.searcher import Searcher
from policysearch.types import Answer, Citation, Filters, Hit, Struck

_MOST_PASSAGES = 10


def generate_answer(
    searcher: Searcher,
    question: str,
    hits: Sequence[Hit],
    endpoint: Endpoint,
    *,
    filters: Filters = Filters(),  # noqa: B008
    today: str | None = None,
) -> Answer:
    """What the model at ``endpoint`` makes of ``hits``, as far as they bear it out; see Answer for what always holds.

    The model gets the passages that the extractive answer cites and those that it would consider. Where it fails, or
    more than half of its sentences are struck out, the answer is the extractive one, and ``warnings`` says so first.
    """
    today = today or date.today().isoformat()
    extracted = answer_question(searcher, question, hits, filters=filters, today=today)
    given = _passages(searcher, question, hits, extracted)
    if not given:
        return replace(extracted, model=endpoint.model)
    try:
        reply = write(endpoint, messages(question, given))
    except ModelFailed as error:
        return _fallback(extracted, endpoint, f"{error}，下面是按原文摘录的回答。")
    return judge_reply(reply, question, given, extracted, endpoint, today)


def judge_reply(
    reply: str, question: str, given: Sequence[Given], extracted: Answer, endpoint: Endpoint, today: str
) -> Answer:
    """The answer that is left of ``reply`` after the check, or ``extracted`` with what was struck out."""
    sentences = read_reply(reply)
    numbered = {g.number: g for g in given}
    checked = [check(s, numbered) for s in sentences if not is_refusal(s)]
    refusals = [(s, check_refusal(s, question)) for s in sentences if is_refusal(s)]
    kept = [c for c in checked if c.reason is None]
    struck = tuple(
        Struck(found.text, reason)
        for found, reason in sorted(
            [(c.sentence, c.reason) for c in checked] + refusals, key=lambda pair: sentences.index(pair[0])
        )
        if reason is not None
    )
    absent = tuple(found.text.rstrip("。") + "。" for found, reason in refusals if reason is None)
    if not checked and absent and not struck:
        return _refused(extracted, endpoint)
    if not kept or 2 * len(struck) > len(sentences):
        sentence = "模型写的话多数对不上原文，已划去，下面是按原文摘录的回答。"
        return replace(_fallback(extracted, endpoint, sentence), struck=struck)
    text, citations = _cited(kept)
    cited = {g.document.doc_id: g.document for g in given}
    missing = (*(f"按原文摘录时：{line}" for line in extracted.missing), *(f"模型说：{line}" for line in absent))
    return Answer(
        question=extracted.question,
        status="partial" if missing else "answered",
        text=text,
        missing=missing,
        warnings=notices((cited[c.doc_id] for c in citations), today),
        method="generate",
        citations=citations,
        model=endpoint.model,
        struck=struck,
    )


def _passages(searcher: Searcher, question: str, hits: Sequence[Hit], extracted: Answer) -> tuple[Given, ...]:
    """What the extractive answer cites goes first: a comparison searches for each place by itself."""
    by_id = {passage.passage_id: passage for c in extracted.citations for passage in searcher.passages_of(c.doc_id)}
    passages = [by_id[c.passage_id] for c in extracted.citations]
    passages += [hit.passage for hit in of_place(searcher, hits, question)]
    found = dict.fromkeys(passages)
    return give((p, searcher.documents[p.doc_id]) for p in list(found)[:_MOST_PASSAGES])


def _fallback(extracted: Answer, endpoint: Endpoint, sentence: str) -> Answer:
    return replace(extracted, warnings=(sentence, *extracted.warnings), model=endpoint.model)


def _refused(extracted: Answer, endpoint: Endpoint) -> Answer:
    """A model that finds nothing: not found where the extractive answer agrees, else that answer, in part."""
    if extracted.status == "not_found":
        return replace(extracted, model=endpoint.model)
    sentence = "模型认为所给段落没有载明答案；下面是按原文摘录的句子，请自行判断。"
    return replace(_fallback(extracted, endpoint, sentence), status="partial", missing=(*extracted.missing, sentence))


def _cited(kept: Sequence[Checked]) -> tuple[str, tuple[Citation, ...]]:
    """The sentences with the markers of our citations in place of the model's, and these citations from 1."""
    markers: dict[tuple[str, Unit], int] = {}
    citations: list[Citation] = []
    lines: dict[int, str] = {}
    for found in kept:
        text, position = "", 0
        for part, support in zip(found.sentence.parts, found.support, strict=True):
            text += spoken(found.sentence.text[position : part.start])
            for given, unit in support:
                key = (given.passage.passage_id, unit)
                if key not in markers:
                    markers[key] = len(citations) + 1
                    citations.append(citation_of(markers[key], given.passage, given.document, unit.spans))
            text += "".join(f"[{n}]" for n in dict.fromkeys(markers[g.passage.passage_id, u] for g, u in support))
            position = part.end
        text += spoken(found.sentence.text[position:])
        lines[found.sentence.line] = lines.get(found.sentence.line, "") + text
    return "\n".join(lines[line] for line in sorted(lines)), tuple(citations)
