"""The recipe of the starter encoder, run over made-up texts: no data folder is needed."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from training.crops import CropRule, crop, drop_words
from training.evaluate import bigram_ranks, quality, vector_ranks
from training.exclusion import ExcludedTexts, evaluation_texts, squeeze
from training.lay import FOLDER, fingerprint, read_lay_pairs
from training.pairs import Pair, is_allowed, pair_of, read_pairs, split_pairs, without_excluded
from training.texts import Article
from training.tokenizer import build_tokenizer, vocabulary
from training.tokens import TokenLists, cut_windows

SMOKE_DIMENSIONS = 16
ARTICLE = "用人单位应当按照国家规定为引进的高层次人才办理社会保险登记，并按月足额缴纳各项费用。" * 2


def main(arguments: list[str]) -> int:
    """The command; torch is loaded by the tests that train and by no worker that only collects them."""
    from training.__main__ import main

    return main(arguments)


def encode(folder: Path, texts: list[str]) -> npt.NDArray[np.float32]:
    """A row for each text by the model in ``folder``."""
    from sentence_transformers import SentenceTransformer

    return np.asarray(SentenceTransformer(str(folder), device="cpu").encode(texts), np.float32)


@pytest.fixture(scope="module")
def smoke_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    assert main(["--smoke", "--seed", "3", "--output", str(folder)]) == 0
    return folder


def write_lines(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def test_smoke_run_makes_a_folder_that_sentence_transformers_loads(smoke_folder: Path) -> None:
    rows = encode(smoke_folder, ["高层次人才安家补贴", "公共租赁住房的租金"])
    assert rows.shape == (2, SMOKE_DIMENSIONS)
    assert np.isfinite(rows).all()
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=2e-3)


def test_texts_without_a_known_word_still_have_unit_rows(smoke_folder: Path) -> None:
    rows = encode(smoke_folder, ["……！", "\n\n", "鑫淼"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=2e-3)


def test_smoke_encoder_puts_texts_of_one_topic_together(smoke_folder: Path) -> None:
    housing, rent, water = encode(smoke_folder, ["公共租赁住房保障家庭", "配租面积和租金", "水质监测和污染治理"])
    assert housing @ rent > housing @ water


def test_folder_holds_half_precision_safetensors_and_no_pickle(smoke_folder: Path) -> None:
    names = {path.name for path in smoke_folder.rglob("*") if path.is_file()}
    assert "model.safetensors" in names
    assert not [name for name in names if name.endswith((".bin", ".pt", ".pkl"))]
    assert b'"F16"' in (smoke_folder / "model.safetensors").read_bytes()[:200]


def test_equal_seed_makes_equal_files_and_another_seed_others(smoke_folder: Path, tmp_path: Path) -> None:
    main(["--smoke", "--seed", "3", "--output", str(tmp_path / "same")])
    main(["--smoke", "--seed", "4", "--output", str(tmp_path / "other")])
    weights = (smoke_folder / "model.safetensors").read_bytes()
    assert (tmp_path / "same" / "model.safetensors").read_bytes() == weights
    assert (tmp_path / "other" / "model.safetensors").read_bytes() != weights


def test_a_model_card_that_is_there_outlives_a_new_run(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("卡片", encoding="utf-8")
    main(["--smoke", "--output", str(tmp_path)])
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "卡片"


def test_without_data_the_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "--data" in capsys.readouterr().err


def test_pairs_with_an_evaluation_text_on_either_side_are_dropped() -> None:
    excluded = ExcludedTexts.of([ARTICLE, "公租房怎么申请？"])
    kept = Pair("law", "社会保险登记", "职工应当参加工伤保险。", "g")
    pairs = [
        kept,
        Pair("law", "社会保险登记", ARTICLE, "g"),
        Pair("law", "社会保险登记", ARTICLE.replace("，", " ,\n"), "g"),
        Pair("law", "公租房 怎么申请?", "职工应当参加工伤保险。", "g"),
    ]
    assert without_excluded(pairs, excluded) == [kept]


def test_a_long_text_cut_short_or_carried_on_is_still_excluded() -> None:
    excluded = ExcludedTexts.of([ARTICLE])
    assert ARTICLE[:-8] in excluded
    assert ARTICLE + "本办法自公布之日起施行。" in excluded
    assert ARTICLE[:20] not in excluded


def test_a_text_without_a_kept_character_matches_nothing() -> None:
    assert squeeze("（——）") == ""
    assert "……" not in ExcludedTexts.of(["（——）"])


def test_evaluation_texts_are_documents_queries_questions_and_evidence(tmp_path: Path) -> None:
    write_lines(tmp_path / "a" / "corpus.jsonl.xz", [{"_id": "d", "text": "条文"}])
    write_lines(tmp_path / "a" / "queries.jsonl", [{"_id": "q", "text": "问句"}])
    write_lines(tmp_path / "b" / "questions.jsonl", [{"question": "提问", "evidence": ["依据"]}])
    assert set(evaluation_texts(tmp_path)) == {"条文", "问句", "提问", "依据"}


def test_a_missing_evaluation_folder_is_an_error_not_an_empty_set(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--evaluation"):
        list(evaluation_texts(tmp_path))


@pytest.mark.parametrize(
    ("source", "split", "allowed"),
    [
        ("policy_heading", "train", True),
        ("law_heading", "train", True),
        ("ncp_qa", "train", False),
        ("ncp_qa", "eval", False),
        ("drcd_dev", "dev", False),
        ("xwlb_title", "eval", False),
        ("a source nobody named", "train", False),
    ],
)
def test_only_named_sources_may_train(source: str, split: str, allowed: bool) -> None:
    assert is_allowed({"source": source, "split": split}) is allowed


def test_rows_that_may_not_train_never_leave_the_reader(tmp_path: Path) -> None:
    def row(source: str) -> dict[str, object]:
        return {"source": source, "query": f"{source} 问", "positive": "文", "split": "train"}

    for name in ("law_pairs", "news_title_body", "news_qa_auto", "papers_title_abstract", "mrc_qa"):
        write_lines(tmp_path / "pairs" / f"{name}.jsonl.xz", [])
    write_lines(tmp_path / "pairs" / "policy_qa.jsonl.xz", [row("ncp_qa"), row("policy_title")])
    write_lines(tmp_path / "lexical" / "abbreviations.jsonl.xz", [{"abbr": "史地", "full": "历史"}])
    write_lines(tmp_path / "lexical" / "word_definitions.jsonl.xz", [])
    write_lines(tmp_path / "lexical" / "cilin_groups.jsonl.xz", [{"words": ["人", "士"]}])
    assert [pair.query for pair in read_pairs(tmp_path)] == ["policy_title 问", "史地"]


def test_articles_of_one_law_are_one_group() -> None:
    row = {"source": "law_heading", "query": "消防条例 消防组织", "positive": "一"}
    assert pair_of(row).group == "消防条例"
    assert pair_of({**row, "source": "law_definition_template"}).group == "一"


def test_groups_queries_and_positives_stay_on_one_side_of_the_split() -> None:
    pairs = [Pair("law", f"问题{n % 90}", f"第{n % 70}条的规定", f"法{n % 50}") for n in range(400)]
    split = split_pairs(pairs, 10.0)
    assert split.dev
    assert split.train
    for side in ("query", "positive", "group"):
        train, dev = ({getattr(p, side) for p in pairs} for pairs in (split.train, split.dev))
        assert not train & dev


def test_dictionary_pairs_are_never_held_out() -> None:
    pairs = [Pair("words", f"词{n}", f"词的解释{n}", f"词{n}") for n in range(50)]
    assert split_pairs(pairs, 100.0).dev == ()


def test_tokenizer_cuts_words_and_drops_punctuation() -> None:
    words = Counter({"公租房": 9, "申请": 9, "条件": 9, "公": 3, "租": 3, "房": 3, "2026": 5})
    tokenizer = build_tokenizer(vocabulary(words, 60))
    tokens = tokenizer.encode("（公租房）申请条件，２０２６！", add_special_tokens=False).tokens
    assert tokens == ["公租房", "申请", "条件", "2026"]


def test_windows_cut_lists_without_losing_a_token() -> None:
    lists = TokenLists.of([[1, 2, 3, 4, 5], [], [6]])
    windows, owners = cut_windows(lists, 2)
    assert [window.tolist() for window in map(windows.__getitem__, range(len(windows)))] == [[1, 2], [3, 4], [5], [6]]
    assert owners.tolist() == [0, 0, 0, 2]


def test_a_crop_taken_out_leaves_the_rest_of_the_text() -> None:
    tokens = np.arange(40, dtype=np.int32)
    rule = CropRule(share_taken_out=1.0, share_dropped=0.0)
    query, positive = crop(tokens, rule, np.random.default_rng(0))
    assert not set(query.tolist()) & set(positive.tolist())
    assert sorted([*query.tolist(), *positive.tolist()]) == tokens.tolist()


def test_dropping_words_never_drops_them_all() -> None:
    tokens = np.array([7], dtype=np.int32)
    assert drop_words(tokens, 1.0, np.random.default_rng(0)).tolist() == [7]


def test_quality_counts_ranks_up_to_ten() -> None:
    found = quality(np.array([1, 4, 11]))
    assert found.recall == pytest.approx(2 / 3)
    assert found.reciprocal_rank == pytest.approx((1 / 1 + 1 / 4) / 3)


def test_ranks_follow_similarity_and_shared_bigrams() -> None:
    queries = np.array([[1.0, 0.0]], dtype=np.float32)
    pool = np.array([[0.0, 1.0], [1.0, 0.0], [0.6, 0.8]], dtype=np.float32)
    assert vector_ranks(queries, pool, np.array([2])).tolist() == [2]
    texts = ["公租房申请条件", "人才补贴标准", "入学报名时间"]
    assert bigram_ranks(["人才补贴"], texts, np.array([1])).tolist() == [1]


def test_written_questions_find_their_article_by_fingerprint(tmp_path: Path) -> None:
    write_lines(
        tmp_path / "questions.jsonl", [{"key": fingerprint(ARTICLE), "questions": ["引进的人社保谁办？", "社保登记"]}]
    )
    write_lines(tmp_path / "clauses.jsonl", [{"text": "夜间停车免费。", "questions": ["晚上停车要钱吗？"]}])
    write_lines(tmp_path / "terms.jsonl", [{"official": ["留学回国人员", "海外人才"], "lay": ["海归"]}])
    articles = [
        Article("law_articles", "某办法", "别的条文。"),
        Article("law_articles", "某办法", ARTICLE.replace("，", " ,")),
    ]
    pairs = list(read_lay_pairs(articles, tmp_path))
    assert [(p.family, p.query, p.group) for p in pairs] == [
        ("lay", "引进的人社保谁办？", "某办法"),
        ("lay", "社保登记", "某办法"),
        ("lay", "晚上停车要钱吗？", "夜间停车免费。"),
        (
            "terms",
            "海归",
            "留学回国人员",
        ),
        ("terms", "海归", "留学回国人员"),
    ]
    assert [p.positive.startswith("某办法 ") for p in pairs[:2]] == [True, False]
    assert {p.positive for p in pairs[3:]} == {"留学回国人员", "海外人才"}


def test_more_of_the_plain_questions_is_held_out_and_no_word() -> None:
    groups = [f"第{n}号办法" for n in range(2000)]
    split = split_pairs(
        [Pair(family, f"{family}{g}", f"{family}{g}条文", g) for g in groups for family in ("law", "lay", "terms")], 2.0
    )
    held = {family: sum(pair.family == family for pair in split.dev) for family in ("law", "lay", "terms")}
    assert held["terms"] == 0
    assert 20 < held["law"] < 60 < 2.5 * held["law"] < held["lay"]


EVALUATION = Path(__file__).resolve().parents[2] / "shared" / "eval"


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation sets are not here")
def test_no_written_question_or_clause_is_of_an_evaluation_set() -> None:
    excluded = ExcludedTexts.of(evaluation_texts(EVALUATION))
    records = [
        json.loads(line)
        for name in ("questions", "clauses")
        for line in (FOLDER / f"{name}.jsonl").open(encoding="utf-8")
    ]
    assert len(records) > 7000
    assert not [q for record in records for q in record["questions"] if q in excluded]
    assert not [record["text"] for record in records if "text" in record and record["text"] in excluded]
