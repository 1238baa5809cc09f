"""The command line: every command, the exact keys of its objects, exit codes, sentences on stderr."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from fakes import SCOOTER_RULES, write_corpus

from policysearch.__main__ import main
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index

ROOT = Path(__file__).parents[1]
RESULT = {"id", "question", "asked", "understanding", "answer", "hits"}
ANSWER = {"status", "text", "missing", "warnings", "method", "citations"}
CITATION = {"marker", "doc_id", "title", "label", "quote", "start", "end", "spans"}
HIT = {"rank", "score", "passage_id", "doc_id", "title", "section_path", "text", "spans", "start", "end", "page"}
HIT |= {"also", "newer", "lifts"}  # the same words elsewhere; later versions; what it agrees with
HIT |= {"synonyms"}  # words of the question with what stands in the passage for them
QUESTION = "临平区2025年人才资源总量目标是多少？"

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs a command in this process: exit status, stdout, stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            status = exit_.code if isinstance(exit_.code, int) else 1
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return status, shown.out, shown.err

    return run


def check_result(result: dict[str, Any], searcher: Searcher) -> None:
    """The exact keys and what binds them to the documents."""
    assert set(result) == RESULT
    assert set(result["answer"]) == ANSWER
    assert result["answer"]["status"] in ("answered", "partial", "not_found")
    assert isinstance(result["answer"]["missing"], list)
    assert isinstance(result["answer"]["warnings"], list)
    for citation in result["answer"]["citations"]:
        assert set(citation) == CITATION
        text = searcher.documents[citation["doc_id"]].text
        assert citation["quote"] == "\n".join(text[a:b] for a, b in citation["spans"])
        assert (citation["start"], citation["end"]) == (citation["spans"][0][0], citation["spans"][-1][1])
    for rank, hit in enumerate(result["hits"], 1):
        assert set(hit) == HIT
        document = searcher.documents[hit["doc_id"]]
        assert hit["rank"] == rank
        assert hit["title"] == document.title
        assert hit["text"] == "\n".join(document.text[a:b] for a, b in hit["spans"])
        assert (hit["start"], hit["end"]) == (hit["spans"][0][0], hit["spans"][-1][1])
        assert isinstance(hit["section_path"], list)
        assert hit["page"] is None or hit["page"] >= 1


@pytest.mark.parametrize("command", ["search", "ask"])
def test_json_has_the_exact_keys(shell: Shell, plain_index: Path, plain: Searcher, command: str) -> None:
    status, out, err = shell(command, QUESTION, "--index", plain_index, "--json")
    assert (status, err) == (0, "")
    result = json.loads(out)
    check_result(result, plain)
    assert result["question"] == QUESTION
    assert result["hits"]
    assert result["answer"]["citations"]


@pytest.mark.parametrize(
    "more", [(), ("--top-k", 3), ("--region", "吴江", "--today", "2030-01-01"), ("--kind", "通知")]
)
def test_ask_and_search_print_the_same_object(shell: Shell, plain_index: Path, more: tuple[object, ...]) -> None:
    one = shell("search", QUESTION, "--index", plain_index, "--json", *more)
    assert one == shell("ask", QUESTION, "--index", plain_index, "--json", *more)


def test_what_was_understood_is_told_and_can_be_ignored(shell: Shell, plain_index: Path) -> None:
    question = "吴江区2025年的人才资源总量"
    _, out, _ = shell("search", question, "--index", plain_index)
    assert out.splitlines()[0] == "理解为：吴江区 [place:江苏省/苏州市/吴江区]；2025年 [year:2025]"
    _, told, _ = shell("ask", question, "--index", plain_index, "--ignore", "year:2025", "--ignore", "validity")
    assert told.splitlines()[0] == "理解为：吴江区 [place:江苏省/苏州市/吴江区]；（已忽略 year:2025）"
    _, out, _ = shell("search", question, "--index", plain_index, "--json", "--ignore", "year:2025")
    result = json.loads(out)
    assert [(f["key"], f["span"], f["ignored"]) for f in result["understanding"]] == [
        ("place:江苏省/苏州市/吴江区", [0, 3], False),
        ("year:2025", [3, 8], True),
    ]
    assert {lift["key"] for hit in result["hits"] for lift in hit["lifts"]} == {"place:江苏省/苏州市/吴江区"}


def test_a_reranker_that_is_not_there_is_told_in_one_sentence(shell: Shell, plain_index: Path, tmp_path: Path) -> None:
    for command in (("search", QUESTION), ("ask", QUESTION)):
        status, _, told = shell(*command, "--index", plain_index, "--reranker", tmp_path / "nowhere")
        assert status == 2
        assert "nowhere”不能用" in told
        assert len(told.splitlines()) == 1


def test_few_passages_of_a_document_may_be_asked_for(shell: Shell, plain_index: Path) -> None:
    def documents(*more: object) -> list[str]:
        _, out, _ = shell("search", "补贴标准", "--index", plain_index, "--json", "--top-k", 50, *more)
        return [hit["doc_id"] for hit in json.loads(out)["hits"]]

    spread = documents("--most-of-document", 1)
    assert sorted(spread) == sorted(documents())
    first = spread[: len(set(spread))]
    assert len(set(first)) == len(first)


def test_search_prints_ranks_titles_and_places(shell: Shell, plain_index: Path) -> None:
    status, out, _ = shell("search", "充电服务费", "--index", plain_index, "--top-k", 2)
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("1. 《吴江区电动自行车停放充电管理办法》第五条")
    assert any(line.startswith("2. ") for line in lines)
    assert not any(line.startswith("3. ") for line in lines)


def test_ask_prints_the_answer_its_places_and_its_notices(shell: Shell, plain_index: Path) -> None:
    status, out, _ = shell("ask", "失能老年人每月补贴多少元？", "--index", plain_index)
    assert status == 0
    assert "820元" in out
    assert "[1] 《杭州市养老服务补贴办法（要点摘编）》二、" in out
    assert "以原文为准" in out


def test_ask_takes_the_questions_before_it(shell: Shell, plain_index: Path) -> None:
    asked = ("ask", "那吴江区呢？", "--index", plain_index, "--after", QUESTION)
    status, out, _ = shell(*asked)
    assert status == 0
    assert out.splitlines()[0] == "按“吴江区2025年人才资源总量目标是多少？”回答："
    _, out, _ = shell(*asked, "--json")
    result = json.loads(out)
    assert result["question"] == "那吴江区呢？"
    assert result["asked"] == "吴江区2025年人才资源总量目标是多少？"
    assert all("吴江" in citation["title"] for citation in result["answer"]["citations"])


def test_ask_of_a_question_that_stands_by_itself_is_not_changed_by_those_before(
    shell: Shell, plain_index: Path
) -> None:
    alone = shell("ask", QUESTION, "--index", plain_index)
    assert shell("ask", QUESTION, "--index", plain_index, "--after", "电动自行车怎么充电？") == alone


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_file_is_written_in_every_format(shell: Shell, plain_index: Path, tmp_path: Path, command: str) -> None:
    asked = (command, "失能老年人每月补贴多少元？", "--index", plain_index, "--today", "2026-03-05")
    full = "《杭州市养老服务补贴办法（要点摘编）》杭民发〔2023〕41号 杭州市民政局 2023年7月3日 二、"
    for form in ("text", "md"):
        status, out, err = shell(*asked, "--format", form)
        assert (status, err) == (0, "")
        assert full in out
        assert shell(*asked, "--format", form, "--output", tmp_path / form) == (0, "", "")
        assert (tmp_path / form).read_text("utf-8") == out
    for form in ("docx", "xlsx"):
        assert shell(*asked, "--format", form, "--output", tmp_path / f"a.{form}") == (0, "", "")
    assert any(full in paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    cells = openpyxl.load_workbook(tmp_path / "a.xlsx")["依据"].iter_rows(values_only=True)
    assert any(full in str(row[1]) for row in cells)
    assert shell(*asked, "--format", "json") == shell(*asked, "--json")
    assert shell(*asked, "--json", "--output", tmp_path / "json") == (0, "", "")
    assert json.loads((tmp_path / "json").read_text("utf-8")) == json.loads(shell(*asked, "--json")[1])


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--format", "docx"), "请加 --output 文件名.docx"),
        (("--format", "xlsx"), "请加 --output 文件名.xlsx"),
        (("--output", "x.docx"), "请加 --format"),
        (("--format", "md", "--context", "clause"), "--context"),
        (("--format", "docx", "--output", "none/x.docx"), "写不进 none/x.docx"),
    ],
    ids=str,
)
def test_an_output_that_cannot_be_is_one_sentence(
    shell: Shell, plain_index: Path, flags: tuple[str, ...], sentence: str
) -> None:
    status, out, err = shell("search", "人才", "--index", plain_index, *flags)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_nothing_found_is_no_failure(shell: Shell, plain_index: Path) -> None:
    assert shell("search", "？？", "--index", plain_index)[0] == 0
    status, out, _ = shell("ask", "？？", "--index", plain_index, "--json")
    assert status == 0
    result = json.loads(out)
    assert result["hits"] == []
    assert result["answer"]["status"] == "not_found"
    assert result["answer"]["citations"] == []


PASTED = "违反本办法第三条规定的，由消防救援机构责令整改；拒不改正的，对个人处三百元以上一千元以下罚款"
TRACED = {"doc_id", "title", "label", "start", "end", "pasted_start", "pasted_end", "share", "passage_ids", "segments"}


def test_trace_tells_the_place_and_the_differences(shell: Shell, plain_index: Path, plain: Searcher) -> None:
    status, out, err = shell("trace", PASTED, "--index", plain_index)
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("1. 《吴江区电动自行车停放充电管理办法》第六条  相符 9")
    assert "对个人处〔原文“五”，粘贴作“三”〕百元" in out
    status, out, _ = shell("trace", PASTED, "--index", plain_index, "--json")
    found = json.loads(out)
    assert set(found) == {"pasted", "traces"}
    assert found["pasted"] == PASTED
    [one] = found["traces"]
    assert set(one) == TRACED
    text = plain.documents[one["doc_id"]].text
    assert "".join(segment["printed"] for segment in one["segments"]) == text[one["start"] : one["end"]]
    assert "".join(segment["pasted"] for segment in one["segments"]) == PASTED[one["pasted_start"] : one["pasted_end"]]


def test_trace_reads_standard_input(shell: Shell, plain_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASTED + "\n"))
    assert "第六条" in shell("trace", "-", "--index", plain_index)[1]


def test_what_stands_nowhere_or_is_too_long_is_one_sentence(shell: Shell, plain_index: Path) -> None:
    status, out, err = shell("trace", "昨夜雨疏风骤，浓睡不消残酒，试问卷帘人", "--index", plain_index)
    assert (status, err) == (0, "")
    assert out == "没有找到出处：8 份文件里没有一处与它大体相符。\n"
    status, out, err = shell("trace", "长" * 2001, "--index", plain_index)
    assert (status, out) == (2, "")
    assert err == "要溯源的文字有 2001 字，最多 2000 字：请只给其中一段。\n"


@pytest.mark.parametrize(
    ("around", "pieces", "words"),
    [
        ("clause", ["clause"], "既有住宅小区应当"),
        ("section", ["section"], "第二章 停放与充电"),
        ("siblings", ["before", "after"], "第五条"),
    ],
)
def test_a_search_can_show_what_stands_around(
    shell: Shell, plain_index: Path, plain: Searcher, around: str, pieces: list[str], words: str
) -> None:
    asked = ("search", "既有住宅小区应当在2024年底前补建", "--index", plain_index, "--top-k", 1, "--context", around)
    hit = json.loads(shell(*asked, "--json")[1])["hits"][0]
    assert set(hit) == HIT | {"context"}
    assert list(hit["context"]) == pieces
    text = plain.documents[hit["doc_id"]].text
    for piece in filter(None, hit["context"].values()):
        assert piece["text"] == text[piece["start"] : piece["end"]]
    assert words in "".join(piece["text"] for piece in hit["context"].values() if piece)
    assert words in shell(*asked)[1]


@pytest.mark.parametrize("top_k", [1, 4, 1000])
def test_top_k_is_how_many_hits_at_most(shell: Shell, plain_index: Path, plain: Searcher, top_k: int) -> None:
    result = json.loads(shell("search", "人才", "--index", plain_index, "--json", "--top-k", top_k)[1])
    assert 0 < len(result["hits"]) <= min(top_k, len(plain.passages))


@pytest.mark.parametrize(
    ("flags", "paths"),
    [
        (("--region", "临平区"), {"规划/临平区人才规划.md", "通知/公租房申请.html"}),
        (("--region", "吴江", "--kind", "规划"), {"规划/吴江区人才规划.txt"}),
        (("--kind", "意见"), {"意见/技能培训.txt"}),
        (("--kind", "意见", "--kind", "通告"), {"意见/技能培训.txt", "通知/公共自行车收费.txt"}),
        (("--from", "2023"), {"办法/养老服务补贴办法_要点摘编.md", "通知/公租房申请.html"}),
        (("--from", "2021-10", "--to", "2022"), {"规划/吴江区人才规划.txt", "办法/电动自行车管理办法.txt"}),
        (("--to", "2016-04-15"), {"通知/公共自行车收费.txt"}),
        (("--region", "余杭"), set()),
    ],
)
def test_filters(shell: Shell, plain_index: Path, plain: Searcher, flags: tuple[str, ...], paths: set[str]) -> None:
    words = "临平区 人才 规划 电动自行车 养老服务补贴 公租房 公共自行车收费 技能培训 意见"
    result = json.loads(shell("search", words, "--index", plain_index, "--json", "--top-k", 100, *flags)[1])
    assert {plain.documents[hit["doc_id"]].source.path for hit in result["hits"]} == paths
    assert {plain.documents[c["doc_id"]].source.path for c in result["answer"]["citations"]} <= paths


def test_filter_by_document(shell: Shell, plain_index: Path, plain: Searcher) -> None:
    two = [d.doc_id for d in plain.documents.values() if d.source.path.startswith("规划/")]
    out = shell("search", "人才资源总量", "--index", plain_index, "--json", "--doc", two[0], "--doc", two[1])[1]
    assert {hit["doc_id"] for hit in json.loads(out)["hits"]} == set(two)


@pytest.mark.parametrize(("today", "over"), [("2025-12-31", False), ("2026-01-01", True)])
def test_today_changes_the_warnings(shell: Shell, plain_index: Path, today: str, over: bool) -> None:
    out = shell("ask", QUESTION, "--index", plain_index, "--json", "--today", today)[1]
    assert any("已满" in line for line in json.loads(out)["answer"]["warnings"]) is over


@pytest.mark.parametrize("command", [("info", "--json"), ("verify",), ("search", "人才", "--json")])
def test_a_command_takes_the_folder_or_one_version(shell: Shell, plain_index: Path, command: tuple[str, ...]) -> None:
    assert shell(*command, "--index", plain_index) == shell(*command, "--index", plain_index / "v1")


def test_the_default_index_is_the_folder_index(
    shell: Shell, plain_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(plain_index, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    assert shell("verify")[0] == 0
    assert shell("search", "人才")[0] == 0


# show, info, verify


def test_show_prints_the_structure_and_the_text(shell: Shell, plain_index: Path, plain: Searcher) -> None:
    for document in plain.documents.values():
        status, out, _ = shell("show", document.doc_id, "--index", plain_index)
        assert status == 0
        assert document.title in out
        assert document.text in out
        assert all(section.name in out for section in document.walk())


@pytest.mark.parametrize("command", ["search", "ask"])
def test_synonyms_are_told_and_can_be_left_out(command: str, shell: Shell, plain_index: Path) -> None:
    asked = ("爷爷奶奶这样的老人每月补贴多少", "--index", plain_index)
    hits = json.loads(shell(command, *asked, "--json")[1])["hits"]
    assert any(["老人", "老年人"] in hit["synonyms"] for hit in hits)
    hits = json.loads(shell(command, *asked, "--json", "--ignore", "synonyms")[1])["hits"]
    assert all(hit["synonyms"] == [] for hit in hits)
    assert "同义词：老人→老年人" in shell("search", *asked)[1]
    assert "同义词" not in shell("search", *asked, "--ignore", "synonyms")[1]


@pytest.fixture(scope="module")
def family_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a regulation in two places, and of its amended text."""
    folder = tmp_path_factory.mktemp("family")
    amended = SCOOTER_RULES.replace("0.8元", "0.6元").replace("2022年", "2024年").replace("办法\n", "办法（修订）\n", 1)
    texts = {"区/办法.txt": SCOOTER_RULES, "镇/办法.txt": SCOOTER_RULES, "区/办法新.txt": amended}
    build_index([write_corpus(folder / "corpus", texts)], folder / "index", encoder="none", progress=False)
    return folder / "index"


def test_the_same_words_are_one_hit_that_names_its_other_sources(shell: Shell, family_index: Path) -> None:
    _, out, _ = shell("search", "楼道门厅停放", "--index", family_index, "--json")
    hits = json.loads(out)["hits"]
    stairs = [hit for hit in hits if "楼道" in hit["text"]]
    assert len(stairs) == 1
    assert stairs[0]["title"].endswith("（修订）")
    assert len({one["doc_id"] for one in stairs[0]["also"]}) == 2
    assert stairs[0]["newer"] == []


def test_a_version_that_differs_stays_and_tells_of_the_newer(shell: Shell, family_index: Path) -> None:
    _, out, _ = shell("search", "充电服务费每度", "--index", family_index)
    first, second = out.split("2. ")[0], out.split("2. ")[1].split("3. ")[0]
    old, new = (first, second) if "0.8元" in first else (second, first)
    assert "同文：" in old
    assert "较新或正式的版本：《吴江区电动自行车停放充电管理办法（修订）》" in old
    assert "较新" not in new


def test_a_document_tells_its_relatives(shell: Shell, family_index: Path) -> None:
    searcher = open_index(family_index)
    old = next(family.doc_ids for family in searcher.kinship.families if family.kind == "copy")
    _, out, _ = shell("show", old[1], "--index", family_index)
    assert f"同文：《吴江区电动自行车停放充电管理办法》  {searcher.documents[old[0]].source.path}  {old[0]}" in out
    assert "较新或正式的版本：" in out


def test_show_tells_the_quality_of_a_document(shell: Shell, plain_index: Path, plain: Searcher) -> None:
    for document in plain.documents.values():
        status, out, _ = shell("show", document.doc_id, "--index", plain_index, "--quality")
        assert status == 0
        assert f"片段：{len(plain.passages_of(document.doc_id))} 个" in out
        assert document.text not in out
    _, out, _ = shell("show", document.doc_id, "--index", plain_index, "--quality", "--json")
    assert json.loads(out)["doc_id"] == document.doc_id


def test_show_as_json_is_the_line_of_the_index_and_the_standing(shell: Shell, plain_index: Path) -> None:
    line = (plain_index / "v1" / "documents.jsonl").read_text(encoding="utf-8").split("\n")[2]
    record = json.loads(line)
    status, out, _ = shell("show", record["doc_id"], "--index", plain_index, "--json")
    assert status == 0
    assert json.loads(out) == record | {"validity": {"standing": "未知", "since": None, "by": None}}
    assert set(record) == {"doc_id", "source_path", "part", "title", "text", "metadata"}


def test_show_raw_marks_what_was_left_out(shell: Shell, tmp_path: Path) -> None:
    text = "云岭县停车通知\n一、免费。\n— 1 —\n二、有序。\n【打印】【关闭】\n"
    corpus = write_corpus(tmp_path / "corpus", {"通知.txt": text})
    index = tmp_path / "index"
    build_index([corpus], index, encoder="none", progress=False)
    (doc_id,) = open_index(index).documents
    status, out, _ = shell("show", doc_id, "--index", index, "--raw")
    assert status == 0
    assert "一、免费。\n〔略去·页码：— 1 —〕\n二、有序。\n〔略去·网页或版面文字：【打印】【关闭】〕" in out
    assert out.rstrip().endswith("略去：页码 1 处，网页或版面文字 1 处。")


def test_show_of_an_unknown_document(shell: Shell, plain_index: Path) -> None:
    status, out, err = shell("show", "d000", "--index", plain_index)
    assert (status, out) == (2, "")
    assert "d000" in err
    assert len(err.splitlines()) == 1


def test_info_counts(shell: Shell, plain_index: Path, plain: Searcher) -> None:
    status, out, _ = shell("info", "--index", plain_index, "--json")
    assert status == 0
    found = json.loads(out)
    assert (found["documents"], found["passages"]) == (len(plain.documents), len(plain.passages))
    assert found["version"] == "v1"
    assert found["encoder"] is None
    assert {row["doc_id"] for row in found["corpus"]} == set(plain.documents)
    status, out, _ = shell("info", "--index", plain_index)
    assert status == 0
    assert all(document.title in out for document in plain.documents.values())


def test_info_tells_form_and_standing(shell: Shell, plain_index: Path) -> None:
    rows = json.loads(shell("info", "--index", plain_index, "--today", "2030-01-01", "--json")[1])["corpus"]
    told = {row["source_path"]: (row["kind"], row["form"], row["standing"]) for row in rows}
    assert told["意见/技能培训.txt"] == ("规范性文件", "意见", "未知")


def test_info_names_the_encoder(shell: Shell, meaning_index: Path) -> None:
    assert json.loads(shell("info", "--index", meaning_index, "--json")[1])["encoder"] == "keywords"


def test_verify_says_that_all_is_well(shell: Shell, plain_index: Path) -> None:
    status, out, err = shell("verify", "--index", plain_index)
    assert (status, err) == (0, "")
    assert out.strip().endswith("。")


@pytest.mark.parametrize("name", ["documents.jsonl", "passages.jsonl", "manifest.json", "lexical/vocabulary.json"])
@pytest.mark.parametrize("how", ["changed", "missing", "extra"])
def test_verify_names_the_file(shell: Shell, plain_index: Path, tmp_path: Path, name: str, how: str) -> None:
    index = Path(shutil.copytree(plain_index, tmp_path / "index"))
    path = index / "v1" / name
    if how == "changed":
        path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    elif how == "missing":
        path.unlink()
    else:
        name += ".bak"
        path.with_name(path.name + ".bak").write_text("x", encoding="utf-8")
    status, out, err = shell("verify", "--index", index)
    assert status != 0
    assert out == ""
    assert len(err.splitlines()) == 1
    assert ("v1" if (name, how) == ("manifest.json", "missing") else name) in err


@pytest.mark.parametrize(
    "command", [("search", "人才"), ("ask", "人才"), ("show", "d0"), ("info",), ("verify",)], ids=lambda c: c[0]
)
@pytest.mark.parametrize("state", ["none", "damaged"])
def test_every_command_refuses_with_one_sentence(
    shell: Shell, plain_index: Path, tmp_path: Path, command: tuple[str, ...], state: str
) -> None:
    index = tmp_path / "index"
    if state == "damaged":
        shutil.copytree(plain_index, index)
        (index / "v1" / "passages.jsonl").write_bytes(b"")
    status, out, err = shell(*command, "--index", index)
    assert status != 0
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "build_index.py" in err
    assert ("passages.jsonl" in err) == (state == "damaged")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("search",),
        ("search", "x", "--top-k", "0"),
        ("search", "x", "--top-k", "-1"),
        ("search", "x", "--top-k", "many"),
        ("search", "x", "--from", "yesterday"),
        ("search", "x", "--to", "2021-1-1"),
        ("ask", "x", "--today", "today"),
        ("batch",),
        ("evaluate",),
    ],
    ids=str,
)
def test_wrong_usage_is_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    status, out, err = shell(*arguments)
    assert (status, out) == (2, "")
    assert err


@pytest.mark.parametrize("day", ["2021-13", "2021-02-30", "2021-00-01"])
def test_a_day_that_is_none_is_wrong_usage(shell: Shell, plain_index: Path, day: str) -> None:
    assert shell("search", "人才", "--index", plain_index, "--from", day)[0] == 2


# batch


@pytest.fixture
def batch(shell: Shell, plain_index: Path, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Runs lines through batch: the objects of the output, one a line."""

    def run(*lines: str, more: tuple[object, ...] = ()) -> list[dict[str, Any]]:
        questions, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        questions.write_bytes("".join(line + "\n" for line in lines).encode("utf-8"))
        status, _, err = shell("batch", "--index", plain_index, "--questions", questions, "--output", output, *more)
        assert (status, err) == (0, "")
        text = output.read_text(encoding="utf-8")
        assert text.endswith("\n") or not lines
        return [json.loads(line) for line in text.split("\n")[:-1]]

    return run


def line(question_id: Any, question: Any, **more: Any) -> str:
    """A line of a question file."""
    return json.dumps({"id": question_id, "question": question} | more, ensure_ascii=False)


def test_batch_gives_a_line_a_question_in_order(
    batch: Callable[..., list[dict[str, Any]]], shell: Shell, plain_index: Path, plain: Searcher
) -> None:
    asked = {"b": QUESTION, "a": "充电服务费", "c": "？", "7": "余杭区的人才目标"}
    found = batch(*(line(i, question) for i, question in asked.items()))
    assert [row["id"] for row in found] == list(asked)
    for row in found:
        check_result(row, plain)
        alone = json.loads(shell("ask", asked[row["id"]], "--index", plain_index, "--json")[1])
        assert row | {"id": ""} == alone | {"id": ""}


def test_batch_keeps_ids_as_they_are(batch: Callable[..., list[dict[str, Any]]]) -> None:
    ids: list[Any] = [7, "七", None, 1.5, True]
    assert [row["id"] for row in batch(*(line(i, "人才") for i in ids))] == ids


def test_batch_with_a_model_needs_an_address(
    shell: Shell, plain_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICYSEARCH_LLM_BASE_URL", raising=False)
    monkeypatch.delenv("POLICYSEARCH_LLM_MODEL", raising=False)
    questions, output = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    questions.write_text(line("x", QUESTION), encoding="utf-8")
    status, _, err = shell("batch", "--index", plain_index, "--questions", questions, "--output", output, "--llm")
    assert status == 2
    assert "POLICYSEARCH_LLM_BASE_URL" in err
    assert not output.exists()


def test_batch_tells_that_a_model_cannot_be_reached(
    batch: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYSEARCH_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("POLICYSEARCH_LLM_MODEL", "m")
    [found] = batch(line("x", QUESTION), more=("--llm",))
    [extracted] = batch(line("x", QUESTION))
    assert found["answer"]["method"] == "extract"
    assert found["answer"]["text"] == extracted["answer"]["text"]
    assert found["answer"]["warnings"][0].endswith("下面是按原文摘录的回答。")


def test_batch_takes_a_history(batch: Callable[..., list[dict[str, Any]]], plain: Searcher) -> None:
    for history in ([], ["临平区的规划"], [{"role": "user", "content": "临平区的规划"}]):
        check_result(batch(line("x", QUESTION, history=history))[0], plain)


def test_batch_tells_what_was_really_asked(batch: Callable[..., list[dict[str, Any]]]) -> None:
    [followed, alone] = batch(line("x", "那吴江区呢？", history=[QUESTION]), line("y", QUESTION, history=["x"]))
    assert followed["question"] == "那吴江区呢？"
    assert followed["asked"] == "吴江区2025年人才资源总量目标是多少？"
    assert "45" in followed["answer"]["text"]
    assert alone["asked"] == alone["question"] == QUESTION


def test_batch_top_k_and_today(batch: Callable[..., list[dict[str, Any]]]) -> None:
    found = batch(line("x", QUESTION), more=("--top-k", 2, "--today", "2030-01-01"))[0]
    assert len(found["hits"]) == 2
    assert any("已满" in warning for warning in found["answer"]["warnings"])
    assert len(batch(line("x", QUESTION))[0]["hits"]) == 10


BAD = [
    "{",
    "[1]",
    '"x"',
    "3",
    "null",
    '{"id": "x"}',
    '{"question": "人才"}',
    '{"id": "x", "question": 3}',
    '{"id": "x", "question": null}',
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_gives_an_error_in_its_place(batch: Callable[..., list[dict[str, Any]]], bad: str) -> None:
    found = batch(bad, line("good", "人才"))
    assert set(found[0]) == {"id", "error"}
    assert found[0]["id"] == ("x" if '"id": "x"' in bad else None)
    assert "1" in found[0]["error"]
    assert found[1]["id"] == "good"
    assert set(found[1]) == RESULT


@pytest.mark.parametrize("bad", ["{", "nonsense"])
def test_a_bad_line_does_not_bear_the_id_of_another(batch: Callable[..., list[dict[str, Any]]], bad: str) -> None:
    assert batch(line("good", "人才"), bad)[1]["id"] is None


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_separator_inside_a_question_ends_no_line(batch: Callable[..., list[dict[str, Any]]], separator: str) -> None:
    found = batch(line("x", f"人才{separator}目标"))
    assert [set(row) for row in found] == [RESULT]


def test_half_an_emoji_ends_no_batch(batch: Callable[..., list[dict[str, Any]]]) -> None:
    found = batch('{"id": "half", "question": "人才\\ud83d"}', line("good", "人才"))
    assert [row["id"] for row in found] == ["half", "good"]


@pytest.mark.parametrize("bad", ['{"id": ' + "9" * 5000 + "}", "[" * 100_000], ids=["long number", "deep"])
def test_json_that_python_refuses_is_a_bad_line(batch: Callable[..., list[dict[str, Any]]], bad: str) -> None:
    assert set(batch(bad, line("good", "人才"))[0]) == {"id", "error"}


def test_batch_passes_over_blank_lines_and_a_byte_order_mark(batch: Callable[..., list[dict[str, Any]]]) -> None:
    assert [row["id"] for row in batch("\ufeff" + line("a", "人才"), "", "  ", line("b", "人才"))] == ["a", "b"]
    assert batch() == []


@pytest.mark.parametrize("which", ["questions", "output"])
def test_a_file_that_cannot_be_used_is_named(shell: Shell, plain_index: Path, tmp_path: Path, which: str) -> None:
    good = tmp_path / "in.jsonl"
    good.write_text(line("a", "人才"), encoding="utf-8")
    questions = tmp_path / "none.jsonl" if which == "questions" else good
    output = tmp_path / "none" / "out.jsonl"
    status, _, err = shell("batch", "--index", plain_index, "--questions", questions, "--output", output)
    assert status == 2
    assert str(questions if which == "questions" else output) in err
    assert len(err.splitlines()) == 1


def test_a_question_file_that_is_no_utf8_is_named(shell: Shell, plain_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "gbk.jsonl"
    path.write_bytes(line("a", "人才").encode("gbk"))
    status, _, err = shell("batch", "--index", plain_index, "--questions", path, "--output", tmp_path / "o")
    assert status == 2
    assert str(path) in err


# evaluate


def test_evaluate_prints_a_table_and_writes_the_report(shell: Shell, plain_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    asked = {
        "id": "1",
        "type": "number",
        "question": "充电服务费每度不得超过多少元？",
        "evidence": ["充电服务费每度不得超过0.8元"],
        "answer_keys": ["0.8元"],
    }
    path.write_text(json.dumps(asked, ensure_ascii=False) + "\n", encoding="utf-8")
    status, out, _ = shell("evaluate", "--index", plain_index, "--questions", path, "--output", tmp_path / "r.json")
    assert status == 0
    assert "lexical" in out
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["n"] == 1
    assert report["modes"]["lexical"]["hit@10"][0] == 1


def test_evaluate_names_a_bad_line(shell: Shell, plain_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("{\n", encoding="utf-8")
    status, _, err = shell("evaluate", "--index", plain_index, "--questions", path)
    assert status == 2
    assert len(err.splitlines()) == 1


def test_evaluate_looks_for_evidence_in_the_folders_named(
    shell: Shell, plain_index: Path, library: Path, tmp_path: Path
) -> None:
    document = next(library.rglob("电动自行车管理办法.txt"))
    start = document.read_text("utf-8").index("充电服务费")
    piece = {"sha256": hashlib.sha256(document.read_bytes()).hexdigest(), "start": start, "end": start + 15}
    asked = {"id": "1", "type": "fact", "question": "充电服务费", "source": [document.name], "evidence": [piece]}
    path, output = tmp_path / "q.jsonl", tmp_path / "r.json"
    path.write_text(json.dumps(asked, ensure_ascii=False) + "\n", encoding="utf-8")
    command = ("evaluate", "--index", plain_index, "--questions", path, "--output", output)
    for more, n in (((), 0), (("--evidence-from", library), 1), (("--evidence-from", tmp_path), 0)):
        status, out, _ = shell(*command, *more)
        report = json.loads(output.read_text(encoding="utf-8"))
        assert (status, report["n"], report["left_out"]) == (0, n, 1 - n)
        assert ("略去 1 个问题" in out) is (n == 0)
    assert shell(*command, "--evidence-from", tmp_path / "none")[0] == 2


def test_evaluate_beir_writes_the_keys_of_the_contract(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "text": "人才公寓"}\n{"_id": "b", "text": "养老"}\n', "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "公寓"}\n{"_id": "r", "text": "养老"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", encoding="utf-8")
    output = tmp_path / "r.json"
    status, out, _ = shell(
        "evaluate-beir", "--data", tmp_path, "--encoder", "none", "--output", output, "--no-progress"
    )
    assert status == 0
    assert "nDCG@10" in out
    report = json.loads(output.read_text(encoding="utf-8"))
    assert report["n"] == 1
    assert report["lexical"]["nDCG@10"] == 1
    assert report["lexical"]["ci95"] == [1, 1]


# the program as a process


def test_the_program_as_a_process(plain_index: Path) -> None:
    command = [sys.executable, "-m", "policysearch", "ask", QUESTION, "--index", str(plain_index), "--json"]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, timeout=300, check=False, env={"PATH": "", "LC_ALL": "C"}
    )
    assert run.returncode == 0
    assert run.stderr == b""
    assert json.loads(run.stdout.decode("utf-8"))["question"] == QUESTION


def test_an_error_of_the_program_is_one_sentence_on_stderr(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "policysearch", "search", "人才", "--index", str(tmp_path / "none")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert run.returncode == 2
    assert run.stdout == b""
    assert len(run.stderr.decode("utf-8").strip().splitlines()) == 1


def test_a_rollback_makes_the_version_before_current(shell: Shell, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", {"a.txt": SCOOTER_RULES}), tmp_path / "index"
    build_index([corpus], index, encoder="none", progress=False)
    status, _, err = shell("rollback", "--index", index)
    assert (status, err.strip()[-1]) == (2, "。")
    write_corpus(corpus, {"b.txt": SCOOTER_RULES.replace("电动", "机动")})
    build_index([corpus], index, encoder="none", progress=False)
    status, out, _ = shell("rollback", "--index", index)
    assert (status, "v1" in out) == (0, True)
    assert len(open_index(index).documents) == 1
    assert shell("rollback", "v2", "--index", index)[0] == 0
    assert len(open_index(index).documents) == 2
    assert "v9" in shell("rollback", "v9", "--index", index)[2]
