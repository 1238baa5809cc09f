"""Question files: evidence by hash and offsets comes back as the text that stands there, and nothing is lost unsaid."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from policysearch.errors import UsageError
from policysearch.questions import EvidenceFiles, half, overlap, read_questions

TEXT = "第一条\r\n每月补贴𠮷祥人才820元。\n第二条 学徒期满发给证书。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document that begins with a byte order mark and ends its lines in two ways."""
    path = tmp_path / "policies" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return tmp_path


def placed(folder: Path, words: str) -> dict[str, Any]:
    """Where ``words`` stand in the document."""
    digest = hashlib.sha256((folder / "policies" / "a.txt").read_bytes()).hexdigest()
    return {"sha256": digest, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def line(**fields: Any) -> str:
    """A line of a question file."""
    usual = {"id": "1", "type": "number", "question": "补贴多少？", "source": ["policies/a.txt"], "answer_keys": []}
    return json.dumps(usual | fields, ensure_ascii=False)


@pytest.mark.parametrize("words", ["第一条\r\n每月补贴𠮷祥", "人才820元", TEXT, "\n"])
def test_offsets_are_code_points_without_the_mark(folder: Path, words: str) -> None:
    asked = read_questions([line(evidence=[placed(folder, words)])], EvidenceFiles([folder]))
    assert [q["evidence"] for q in asked.questions] == [[words]]
    assert (asked.left_out, asked.why) == (0, ())


def test_alternatives_and_text_are_resolved_beside_each_other(folder: Path) -> None:
    wanted = line(evidence=[placed(folder, "820元"), "写明的"], alt_evidence=[placed(folder, "证书")], alt_for=[1])
    (question,) = read_questions(["", wanted, " "], EvidenceFiles([folder])).questions
    assert question["evidence"] == ["820元", "写明的"]
    assert question["alt_evidence"] == ["证书"]
    assert question["alt_for"] == [1]


def test_a_question_without_an_answer_needs_no_file() -> None:
    asked = read_questions([line(type="unanswerable", evidence=[])])
    assert len(asked.questions) == 1
    assert asked.left_out == 0


def test_a_changed_document_is_named_and_its_questions_are_counted(folder: Path) -> None:
    lines = [
        line(id="1", evidence=[placed(folder, "820元")]),
        line(id="2", evidence=["别处的文字"]),
        line(id="3", evidence=["820元"], alt_evidence=[placed(folder, "820元")]),
    ]
    (folder / "policies" / "a.txt").write_text(TEXT, encoding="utf-8")  # the mark is gone
    asked = read_questions(lines, EvidenceFiles([folder]))
    assert [q["id"] for q in asked.questions] == ["2"]
    assert asked.left_out == 2
    assert asked.why == ("policies/a.txt 与出题时不同，略去 2 个问题。",)


def test_an_absent_document_is_named(folder: Path) -> None:
    lines = [line(evidence=[placed(folder, "820元")]), line(source=[], evidence=[placed(folder, "820元")])]
    (folder / "policies" / "a.txt").unlink()
    for files in (None, EvidenceFiles(), EvidenceFiles([folder])):
        asked = read_questions(lines, files)
        assert (len(asked.questions), asked.left_out) == (0, 2)
        assert asked.why[0].startswith("没有找到 policies/a.txt（")
        assert asked.why[1].startswith("没有找到 sha256 为 ")


def test_a_renamed_document_is_found_by_its_hash(folder: Path) -> None:
    lines = [line(evidence=[placed(folder, "820元")])]
    (folder / "policies" / "a.txt").rename(folder / "b.txt")
    assert read_questions(lines, EvidenceFiles([folder])).questions[0]["evidence"] == ["820元"]


@pytest.mark.parametrize("bad", [{"start": -1}, {"end": 0}, {"end": 10_000}, {"start": 5, "end": 5}])
def test_offsets_outside_the_file_are_an_error_with_its_line(folder: Path, bad: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="第 2 行"):
        read_questions(["", line(evidence=[placed(folder, "820元") | bad])], EvidenceFiles([folder]))


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("人才".encode("gb18030"))
    piece = {"sha256": hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest(), "start": 0, "end": 2}
    with pytest.raises(UsageError, match="UTF-8"):
        read_questions([line(evidence=[piece])], EvidenceFiles([tmp_path]))


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[1]",
        '"text"',
        "3",
        "null",
        '{"id": 1}',
        '{"id": 1, "question": "x"}',
        line(question=7),
        line(evidence=[3]),
        line(evidence=[{"sha256": "x"}]),
        line(evidence=[{"sha256": "x", "start": "甲", "end": 2}]),
        line(evidence=7),
    ],
)
def test_a_line_that_is_no_question_is_named(bad: str) -> None:
    with pytest.raises(UsageError, match="第 2 行"):
        read_questions([line(evidence=[]), bad])


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--evidence-from"):
        EvidenceFiles([tmp_path / "none"])


def test_overlap_is_the_share_of_words_that_the_evidence_holds() -> None:
    asked = {"question": "高龄老年人的补贴标准是多少？", "evidence": ["高龄老年人每人每月补贴150元"]}
    assert overlap(asked) == pytest.approx(3 / 4)  # 高龄, 老年人, 补贴; not 标准
    assert overlap(asked | {"evidence": ["八十岁以上的每月150元"]}) == 0
    assert overlap(asked | {"evidence": ["八十岁以上的"], "alt_evidence": ["補貼標準"]}) == pytest.approx(2 / 4)
    assert overlap({"question": "多少？", "evidence": ["多少"]}) == 0
    assert overlap({"question": "补贴？", "evidence": []}) == 0


def test_the_halves_are_about_even_and_stay_the_same() -> None:
    halves = [half(f"P{number:03}") for number in range(400)]
    assert set(halves) == {"a", "b"}
    assert 170 < halves.count("a") < 230
    assert "".join(halves[:12]) == "bbaaabbabaaa"
