"""Folders to an index: what fails is listed, what is left out stays out, equal input gives equal files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fakes import DOCUMENTS, KeywordEncoder, write_corpus

import build_index as script
import policysearch.build
import policysearch.search.encode
import policysearch.workers
from policysearch.build import build_index, find_files
from policysearch.config import ReadLimits
from policysearch.errors import EncoderMissing, UsageError
from policysearch.store import open_index, version_folder
from policysearch.text import fold
from policysearch.types import BuildReport

ROOT = Path(__file__).parents[1]
GOOD = {"好.txt": "关于停车的通知\n\n一、停车每小时收费二元。\n\n二、夜间免费停放。\n"}


def build(corpus: Path, index: Path, *more: Path) -> BuildReport:
    """A build by words alone."""
    return build_index([corpus, *more], index, encoder="none", progress=False)


def reasons(report: BuildReport) -> dict[str, str]:
    """Path to reason, each reason one sentence."""
    for failure in report.failures:
        assert failure.reason.endswith("。")
        assert "\n" not in failure.reason
    return {failure.path: failure.reason for failure in report.failures}


def files_of(version: Path) -> dict[str, bytes]:
    """Every file of a version with its bytes."""
    return {p.relative_to(version).as_posix(): p.read_bytes() for p in version.rglob("*") if p.is_file()}


def test_equal_input_gives_equal_files(tmp_path: Path) -> None:
    one, two = write_corpus(tmp_path / "one"), write_corpus(tmp_path / "two", dict(reversed(list(DOCUMENTS.items()))))
    build(one, tmp_path / "a")
    build(two, tmp_path / "b")
    first, second = files_of(tmp_path / "a" / "v1"), files_of(tmp_path / "b" / "v1")
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_equal_input_gives_equal_vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policysearch.build, "load_encoder", lambda name: KeywordEncoder())
    corpus = write_corpus(tmp_path / "corpus")
    for name in ("a", "b"):
        build_index([corpus], tmp_path / name, encoder="keywords", progress=False)
    assert files_of(tmp_path / "a" / "v1") == files_of(tmp_path / "b" / "v1")


def test_row_i_is_passage_i_also_where_lengths_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policysearch.build, "load_encoder", lambda name: KeywordEncoder())
    monkeypatch.setattr(policysearch.search.encode, "_AT_ONCE", 3)
    build_index([write_corpus(tmp_path / "corpus")], tmp_path / "index", encoder="keywords", progress=False)
    encoder = KeywordEncoder()
    searcher = open_index(tmp_path / "index", encoder=encoder)
    assert searcher._dense is not None
    for row, passage in enumerate(searcher.passages):
        vector = encoder.encode_passages([fold(passage.search_text)])[0]
        assert searcher._dense.scores(vector, np.array([row]))[0] == pytest.approx(1, abs=1e-5)


def test_a_source_path_is_as_on_disk_and_an_id_comes_from_it_alone(tmp_path: Path) -> None:
    build(write_corpus(tmp_path / "one"), tmp_path / "a")
    changed = {name: text + "\n另有补充。\n" for name, text in DOCUMENTS.items()}
    build(write_corpus(tmp_path / "elsewhere", changed), tmp_path / "b")
    ids = [{d.source.path: d.doc_id for d in open_index(tmp_path / name).documents.values()} for name in ("a", "b")]
    assert set(ids[0]) == set(DOCUMENTS)
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == len(DOCUMENTS)
    assert all(i.isascii() for i in ids[0].values())


def test_what_cannot_be_read_is_listed_and_the_others_built(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (corpus / "空.txt").write_bytes(b"")
    (corpus / "坏.docx").write_bytes(b"this is no zip")
    (corpus / "扫描.pdf").write_bytes(b"%PDF-1.4")
    (corpus / "程序.exe").write_bytes(b"MZ")
    (corpus / "没有后缀").write_text("文字", encoding="utf-8")
    report = build(corpus, tmp_path / "index")
    assert (report.version, report.documents) == ("v1", 1)
    assert set(reasons(report)) == {"空.txt", "坏.docx", "扫描.pdf", "程序.exe", "没有后缀"}
    assert [d.source.path for d in open_index(tmp_path / "index").documents.values()] == ["好.txt"]


def test_too_large_a_file_is_a_failure(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD | {"大.txt": "字" * 3000})
    report = build_index(
        [corpus], tmp_path / "index", encoder="none", progress=False, limits=ReadLimits(file_bytes=2000)
    )
    assert set(reasons(report)) == {"大.txt"}


def test_a_build_is_the_same_from_one_worker_and_from_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_corpus(tmp_path / "corpus", {**DOCUMENTS, "空.txt": "", "甲.txt": "", "坏.pdf": "%PDF-1.4"})
    reports = []
    for count in (1, 4):
        monkeypatch.setattr(policysearch.workers, "cores", lambda count=count: count)
        reports.append(build(corpus, tmp_path / str(count)))
    assert files_of(tmp_path / "1" / "v1") == files_of(tmp_path / "4" / "v1")
    assert reports[0].failures == reports[1].failures
    assert [failure.path for failure in reports[0].failures] == sorted(["空.txt", "甲.txt", "坏.pdf"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_ends_all_and_publishes_nothing(tmp_path: Path) -> None:
    """A Ctrl-C goes to every process of the terminal; the parent says one sentence and no worker stays."""
    corpus = write_corpus(tmp_path / "corpus", dict.fromkeys((f"{n}.txt" for n in range(60)), "一、停车。\n" * 4000))
    command = [sys.executable, str(ROOT / "build_index.py"), "--encoder", "none", "--corpus", str(corpus)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stderr is not None
        assert "读取" in run.stderr.read(4)
        os.killpg(run.pid, signal.SIGINT)
        _, err = run.communicate(timeout=30)
    assert run.returncode == 2
    assert "已中断" in err
    assert "Traceback" not in err
    left = [path.name for path in (tmp_path / "index").iterdir()] if (tmp_path / "index").exists() else []
    assert set(left) <= {".journal"}
    for _ in range(50):
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("what the build had started still runs")


def test_hidden_files_and_litter_do_not_count(tmp_path: Path) -> None:
    litter = [".git/config.txt", ".DS_Store", "Thumbs.db", "desktop.ini", "~$好.docx", ".好.txt", "子/.隐藏/x.txt"]
    corpus = write_corpus(tmp_path / "corpus", GOOD | dict.fromkeys(litter, "文字文字"))
    report = build(corpus, tmp_path / "index")
    assert (report.documents, report.failures) == (1, ())


@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, target: str) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    outside = write_corpus(tmp_path / "outside", {"秘密.txt": "秘密文件的内容，不应读到。"})
    (corpus / "链接.txt").symlink_to(outside / "秘密.txt" if target == "file" else outside)
    report = build(corpus, tmp_path / "index")
    assert set(reasons(report)) == {"链接.txt"}
    assert "秘密" not in "".join(d.text for d in open_index(tmp_path / "index").documents.values())


def test_a_link_through_a_folder_does_not_lead_out(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (corpus / "近").symlink_to(tmp_path / "outside" / "..")
    write_corpus(tmp_path / "outside", {"秘密.txt": "秘密"})
    assert set(reasons(build(corpus, tmp_path / "index"))) == {"近"}


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (corpus / "又.txt").symlink_to("好.txt")
    report = build(corpus, tmp_path / "index")
    assert (report.documents, report.failures) == (2, ())


def test_a_link_to_nothing_is_a_failure(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (corpus / "断.txt").symlink_to(corpus / "没有.txt")
    assert set(reasons(build(corpus, tmp_path / "index"))) == {"断.txt"}


def test_a_link_to_itself_is_a_failure(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (corpus / "环.txt").symlink_to("环.txt")
    assert set(reasons(build(corpus, tmp_path / "index"))) == {"环.txt"}


def test_a_folder_that_cannot_be_read_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD | {"锁/内.txt": "文字"})
    iterdir = Path.iterdir

    def locked(folder: Path) -> object:
        if folder.name == "锁":
            raise PermissionError(13, "Permission denied", str(folder))
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", locked)
    assert set(reasons(build(corpus, tmp_path / "index"))) == {"锁"}


def test_the_same_relative_path_in_two_folders_is_a_failure_of_the_second(tmp_path: Path) -> None:
    one = write_corpus(tmp_path / "one", GOOD)
    two = write_corpus(
        tmp_path / "two",
        {"好.txt": "别的内容的通知\n\n一、骑车免费。\n", "再.txt": "关于骑车的通知\n\n一、骑车免费。\n"},
    )
    report = build(one, tmp_path / "index", two)
    assert report.documents == 2
    assert set(reasons(report)) == {"好.txt"}
    assert "停车" in "".join(d.text for d in open_index(tmp_path / "index").documents.values())


def test_a_folder_named_twice_is_read_once(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    report = build(corpus, tmp_path / "index", corpus)
    assert report.documents == 1
    assert len(open_index(tmp_path / "index").documents) == 1


def test_nothing_readable_publishes_nothing_and_the_old_index_is_still_served(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(write_corpus(tmp_path / "good", GOOD), index)
    bad = write_corpus(tmp_path / "bad", {"空.txt": ""})
    report = build(bad, index)
    assert report.version is None
    assert version_folder(index).name == "v1"
    assert len(open_index(index).documents) == 1
    assert not list(index.glob(".build-*"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有文件夹"):
        build(tmp_path / "none", tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_files_come_by_path(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", dict.fromkeys(["b.txt", "a/z.txt", "a/b.txt", "c.txt"], "x"))
    found, failures = find_files([corpus])
    assert [path.relative_to(root).as_posix() for root, path in found] == ["a/b.txt", "a/z.txt", "b.txt", "c.txt"]
    assert failures == []


def test_a_folder_is_no_encoder_without_its_settings(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    (tmp_path / "model").mkdir()
    for name in (str(tmp_path / "model"), "/no/such/folder", "./none", "a/b/c", "word"):
        with pytest.raises(EncoderMissing) as error:
            build_index([corpus], tmp_path / "index", encoder=name, progress=False)
        message = str(error.value)
        assert name in message
        assert "--encoder none" in message
        assert message.count("。") == 1
    assert not (tmp_path / "index").exists()


OFFLINE = """
import time
waited = 0.0
def sleep(seconds):
    global waited
    waited += seconds
time.sleep = sleep
from policysearch.errors import EncoderMissing
from policysearch.search.encode import load_encoder
try:
    load_encoder("nobody/no-such-model")
except EncoderMissing as error:
    print(error)
print(waited)
"""


@pytest.fixture(scope="module")
def offline() -> list[str]:
    """What a process prints that asks for a model where no hub answers: the error, and the seconds it waited."""
    environment = os.environ | {"HF_ENDPOINT": "http://127.0.0.1:9", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", OFFLINE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return run.stdout.splitlines()


def test_a_hub_name_that_cannot_be_loaded_names_the_ways_out(offline: list[str]) -> None:
    message = offline[0]
    assert "nobody/no-such-model" in message
    assert all(way in message for way in ("--encoder", "HF_ENDPOINT", "none"))
    assert message.endswith("。")
    assert len(offline) == 2


def test_a_hub_name_that_cannot_be_loaded_is_told_at_once(offline: list[str]) -> None:
    assert float(offline[1]) < 10


def test_a_web_page_keeps_its_headings_and_tables(tmp_path: Path) -> None:
    name = "通知/公租房申请.html"
    build(write_corpus(tmp_path / "corpus", {name: DOCUMENTS[name]}), tmp_path / "index")
    (document,) = open_index(tmp_path / "index").documents.values()
    assert [table.rows[1] for table in document.tables] == [("一人户", "36", "540")]
    assert "二、补贴标准" in [section.name for section in document.walk()]


# The script.


def run_script(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of build_index.py."""
    status = script.main([*map(str, arguments), "--encoder", "none", "--no-progress"])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    return status, shown.out, shown.err


def test_all_built_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (
        write_corpus(tmp_path / "one", GOOD),
        write_corpus(tmp_path / "two", {"二.txt": "关于骑车的通知\n\n一、骑车免费。\n"}),
    )
    status, out, err = run_script(capsys, "--corpus", one, "--corpus", two, "--index", tmp_path / "index")
    assert (status, err) == (0, "")
    assert "2 份文件" in out
    assert "v1" in out
    assert len(open_index(tmp_path / "index").documents) == 2


def test_published_with_failures_is_1_and_the_report_lists_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD | {"空.txt": ""})
    report = tmp_path / "report.json"
    status, out, _ = run_script(capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", report)
    assert status == 1
    assert "空.txt" in out
    rows = json.loads(report.read_text(encoding="utf-8"))["failures"]
    assert [set(row) for row in rows] == [{"path", "reason"}]
    assert rows[0]["path"] == "空.txt"
    assert rows[0]["reason"] in out


def test_a_report_as_text_is_what_the_screen_shows_and_what_needs_a_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD | {"空.txt": ""})
    _, out, _ = run_script(
        capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", tmp_path / "report.txt"
    )
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert text.startswith(out.rstrip())
    assert "整理质量：有提示 1 份" in out
    assert "《关于停车的通知》 好.txt\n  整理质量：有提示" in text
    assert "未写明：发布机构、文号、日期" in text


def test_a_report_as_json_holds_the_quality_of_each_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    corpus = write_corpus(tmp_path / "corpus")
    run_script(capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", report)
    record = json.loads(report.read_text(encoding="utf-8"))
    assert set(record) == {"version", "passages", "seconds", "failures", "documents"}
    assert sorted(one["path"] for one in record["documents"]) == sorted(DOCUMENTS)
    assert sum(one["passages"]["count"] for one in record["documents"]) == record["passages"]


def test_a_report_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.html"
    corpus = write_corpus(tmp_path / "corpus", {**DOCUMENTS, "空.txt": ""})
    run_script(capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", report)
    page = report.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<details>") == len(DOCUMENTS)
    assert "空.txt" in page


def test_nothing_published_is_2_and_still_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"空.txt": ""})
    report = tmp_path / "report.json"
    status, out, _ = run_script(capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", report)
    assert status == 2
    assert "空.txt" in out
    assert len(json.loads(report.read_text(encoding="utf-8"))["failures"]) == 1
    assert not (tmp_path / "index").exists()


def test_an_empty_folder_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()
    assert run_script(capsys, "--corpus", tmp_path / "corpus", "--index", tmp_path / "index")[0] == 2


def test_a_missing_folder_is_2_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_script(capsys, "--corpus", tmp_path / "none", "--index", tmp_path / "index")
    assert (status, out) == (2, "")
    assert err.strip().endswith("。")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("wrong", [["--no-such-flag"], ["--corpus"], ["extra"]])
def test_wrong_usage_is_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        script.main(wrong)
    assert exit_.value.code == 2


def test_an_index_that_cannot_be_written_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index").write_text("a file", encoding="utf-8")
    status, _, err = run_script(
        capsys, "--corpus", write_corpus(tmp_path / "corpus", GOOD), "--index", tmp_path / "index"
    )
    assert status == 2
    assert len(err.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_name_of_old_encoding_is_a_failure_that_can_be_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", GOOD)
    Path(os.fsdecode(os.fsencode(corpus) + b"/" + "政策.txt".encode("gbk"))).write_text(
        "关于停车的通知", encoding="utf-8"
    )
    report = tmp_path / "report.json"
    status, out, _ = run_script(capsys, "--corpus", corpus, "--index", tmp_path / "index", "--report", report)
    assert status == 1
    assert len(json.loads(report.read_text(encoding="utf-8"))["failures"]) == 1
    assert out


def test_the_script_runs_from_another_folder(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", GOOD)
    command = [sys.executable, str(ROOT / "build_index.py"), "--encoder", "none", "--no-progress"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "index" / "CURRENT").read_text(encoding="utf-8").split()[0] == "v1"
