"""What is said of an answer: kept in one line each, safe against crashes and crowds, and read again as questions."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import policysearch.app.feedback
import search_app
from policysearch.app.desk import Desk
from policysearch.app.feedback import MOST_LINE_BYTES, WRONGS, Answered, FeedbackFile, Told, evidence_of, record_of
from policysearch.app.pages import Pages
from policysearch.errors import PolicySearchError
from policysearch.evaluate import evaluate
from policysearch.place import clause_link
from policysearch.questions import read_questions
from policysearch.render import tell_form
from policysearch.render.address import reader_href
from policysearch.search.searcher import Searcher

TODAY = "2026-03-05"
NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
QUESTION = "失能老年人每月补贴多少元？"
NASTY = '<script>alert(1)</script>\u202e\nid":"x'


@pytest.fixture
def answered(plain: Searcher) -> Answered:
    """An answer of the invented library."""
    found = Pages(plain, TODAY).answered(f"?q={QUESTION}")
    assert found is not None
    assert found.answer.citations
    return found


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def desk_of(searcher: Searcher, path: Path) -> Desk:
    """The endpoints, with a feedback file."""
    return Desk(Pages(searcher, TODAY, feedback=FeedbackFile(path)))


def test_a_record_keeps_the_question_the_answer_and_the_word(plain: Searcher, answered: Answered) -> None:
    quote = answered.answer.citations[0].quote
    record = record_of(answered, Told("wrong", "9999元", quote, "看错行了", "别的话"), plain, NOW)
    assert (record["question"], record["type"], record["judged"]) == (QUESTION, "told", True)
    assert record["answer_keys"] == ["9999元"]
    assert record["evidence"] == [quote.rstrip("。")]
    told = record["told"]
    assert (told["wrong"], told["words"], told["shown"]) == (WRONGS["wrong"], "看错行了", "别的话")
    assert told["answer"] == answered.answer.text
    assert told["citations"][0]["quote"] == quote
    assert told["index_id"] == plain.index_id
    assert told["at"] == "2026-03-05T08:00:00+00:00"


def test_a_clause_is_named_by_its_link(plain: Searcher, answered: Answered) -> None:
    citation = answered.answer.citations[0]
    document = plain.documents[citation.doc_id]
    link = "http://127.0.0.1:7860/" + reader_href(document.doc_id, clause_link(document, citation.spans[0]))
    assert evidence_of(link, plain) == citation.spans[0].of(document.text)
    assert evidence_of("?doc=d1&clause=1", plain) == ""
    assert evidence_of(f"?doc={document.doc_id}", plain) == ""
    assert evidence_of("哪里也没有的一句话，真的没有。", plain) == ""


@pytest.mark.parametrize(
    ("told", "kind", "judged"),
    [
        (Told("none"), "unanswerable", True),
        (Told("wrong"), "told", False),
        (Told("missed", right="600套"), "told", False),
        (Told("partial", right="600套", source="哪里也没有"), "told", False),
    ],
)
def test_what_says_too_little_is_not_judged(
    plain: Searcher, answered: Answered, told: Told, kind: str, judged: bool
) -> None:
    record = record_of(answered, told, plain, NOW)
    assert (record["type"], record["judged"]) == (kind, judged)


def test_the_file_is_a_question_set(plain: Searcher, tmp_path: Path) -> None:
    path = tmp_path / "new" / "feedback.jsonl"
    desk = desk_of(plain, path)
    quote = Pages(plain, TODAY).answered(f"?q={QUESTION}").answer.citations[0].quote  # type: ignore[union-attr]
    assert desk.tell(f"?q={QUESTION}", "wrong", "9999元", quote)["said"].startswith("已记下")
    assert desk.tell(f"?q={QUESTION}&kind=规划", "none")["said"] == "已记下，谢谢。"
    assert "没有找到" in desk.tell(f"?q={QUESTION}", "missed", "", "哪里也没有的一句话。")["said"]
    asked = read_questions(path.read_text("utf-8").splitlines())
    assert [question["type"] for question in asked.questions] == ["told", "unanswerable"]
    assert asked.left_out == 1
    assert "略去 1 个问题" in asked.why[0]
    report = evaluate(plain, asked, TODAY)
    assert (report["n"], report["unanswerable"], report["left_out"]) == (1, 1, 1)
    assert report["answers"]["ok"][0] == 0
    assert report["modes"]["lexical"]["hit@10"][0] == 1
    assert lines_of(path)[1]["filters"] == {"kinds": ["规划"]}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("?view=library", "wrong"), "没有问题"),
        (("?q=x", "<script>"), "wrong 只能是"),
        (("?q=x", "wrong", "长" * 1001), "最多 1000 字"),
    ],
)
def test_a_request_that_is_wrong_is_one_sentence(
    plain: Searcher, tmp_path: Path, given: Sequence[str], words: str
) -> None:
    path = tmp_path / "feedback.jsonl"
    assert words in desk_of(plain, path).tell(*given)["error"]
    assert not path.exists()


def test_without_a_file_nothing_is_asked_for(plain: Searcher) -> None:
    assert "没有开启" in Desk(Pages(plain, TODAY)).tell("?q=x", "wrong")["error"]
    assert "tell-form" not in Pages(plain, TODAY).show(f"?q={QUESTION}").html
    assert "tell-form" in Pages(plain, TODAY, feedback=FeedbackFile(Path("nowhere.jsonl"))).show(f"?q={QUESTION}").html


def test_hostile_words_stay_in_their_line(plain: Searcher, tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    desk = desk_of(plain, path)
    assert "said" in desk.tell(f"?q={QUESTION}", "wrong", NASTY, NASTY, NASTY + "\ud800", NASTY)
    assert "said" in desk.tell(f"?q={QUESTION}", "wrong", "长" * 1000, "长" * 1000, "长" * 1000, "长" * 100_000)
    first, second = lines_of(path)
    assert NASTY.strip() in first["told"]["words"]
    assert len(second["told"]["shown"]) == 4000
    assert max(map(len, path.read_bytes().split(b"\n"))) <= MOST_LINE_BYTES


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: FeedbackFile(path).add({"id": n, "words": "长" * 2000}), range(40)))
    assert sorted(record["id"] for record in lines_of(path)) == list(range(40))


def test_a_line_that_a_crash_left_open_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"id": "half', "utf-8")
    FeedbackFile(path).add({"id": "whole"})
    assert path.read_text("utf-8").split("\n") == ['{"id": "half', '{"id": "whole"}', ""]


def test_a_full_file_and_a_long_line_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feedback.jsonl"
    with pytest.raises(PolicySearchError, match="太长"):
        FeedbackFile(path).add({"words": "长" * MOST_LINE_BYTES})
    monkeypatch.setattr(policysearch.app.feedback, "MOST_FILE_BYTES", 20)
    FeedbackFile(path).add({"id": 1})
    with pytest.raises(PolicySearchError, match="已满"):
        FeedbackFile(path).add({"id": 2, "words": "x"})
    assert len(lines_of(path)) == 1


def test_a_file_that_cannot_be_written_is_one_sentence(plain: Searcher, tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").mkdir()
    error = desk_of(plain, tmp_path / "feedback.jsonl").tell(f"?q={QUESTION}", "wrong")["error"]
    assert error.startswith("没有记下：反馈文件 feedback.jsonl 写不进去")
    assert str(tmp_path) not in error


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system opens through links")
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("x")
    (tmp_path / "feedback.jsonl").symlink_to(target)
    with pytest.raises(PolicySearchError, match="写不进去"):
        FeedbackFile(tmp_path / "feedback.jsonl").add({"id": 1})
    assert target.read_text() == "x"


def test_the_form_is_escaped() -> None:
    form = tell_form({"<b>": "<i>"}, 10)
    assert "<b>" not in form
    assert "<i>" not in form


@pytest.mark.parametrize(
    ("flags", "path"),
    [
        (["--index", "there"], Path("there/feedback.jsonl")),
        (["--index", "there", "--feedback", "here.jsonl"], Path("here.jsonl")),
        (["--no-feedback", "--feedback", "here.jsonl"], None),
    ],
)
def test_the_flags_say_where_it_is_kept(
    plain: Searcher, monkeypatch: pytest.MonkeyPatch, flags: list[str], path: Path | None
) -> None:
    import policysearch.app as app

    made: list[FeedbackFile | None] = []

    def create(*_: object, feedback: FeedbackFile | None, **__: object) -> None:
        made.append(feedback)
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "create_app", create)
    monkeypatch.setattr(search_app, "_check_port", lambda *_: None)
    monkeypatch.setattr(search_app, "_open_or_build", lambda *_: plain)
    assert search_app.main(flags) == 0
    assert [file and file.path for file in made] == [path]


def test_what_a_saved_question_finds_bears_the_marks_of_its_cards(plain: Searcher) -> None:
    pages = Pages(plain, TODAY)
    address = f"?q={QUESTION}"
    found, none, narrowed = Desk(pages).found([address, "?view=library", address + "&kind=通知"])
    shown = re.findall('data-mark="([0-9a-f]{12})"', pages.show(address).html)
    assert len(shown) > 3
    assert found[: len(shown)] == shown
    assert none == []
    assert set(narrowed) < set(found)
    assert Desk(pages).found("nothing") == []  # type: ignore[arg-type]
