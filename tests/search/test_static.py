"""The static model in numpy gives what sentence-transformers gives, and loads neither it nor torch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from policysearch.config import BUILT_IN_ENCODER
from policysearch.search.encode import SentenceEncoder, load_encoder
from policysearch.search.static import StaticEncoder, load_static

TEXTS = [
    "人才公寓租金每月每平方米十元。",
    "",
    "Gross domestic product 3.5%",
    "对新引进的博士，给予12万元购房补贴。" * 60,
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUILT_IN_ENCODER, tmp_path / "model"))


def test_vectors_words_and_fingerprint_are_those_of_the_library() -> None:
    ours, theirs = load_static(BUILT_IN_ENCODER), SentenceEncoder(str(BUILT_IN_ENCODER))
    assert ours is not None
    assert ours.info == theirs.info
    for one, other in (
        (ours.encode_passages(TEXTS), theirs.encode_passages(TEXTS)),
        (ours.encode_queries(TEXTS), theirs.encode_queries(TEXTS)),
    ):
        assert one.dtype == np.float32
        np.testing.assert_allclose(one, other, atol=1e-6)
        assert not one[1].any()
    assert ours.encode_passages([]).shape == (0, ours.info.dimension)
    assert theirs.words is not None
    np.testing.assert_array_equal(ours.words.vectors, theirs.words.vectors)
    for numbers, others in zip(ours.words.numbers(TEXTS), theirs.words.numbers(TEXTS), strict=True):
        np.testing.assert_array_equal(numbers, others)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("config_sentence_transformers.json", "prompts", {"query": "问题：", "document": ""}),
        ("config_sentence_transformers.json", "default_prompt_name", "query"),
    ],
)
def test_a_model_with_prompts_is_left_to_the_library(folder: Path, name: str, key: str, value: object) -> None:
    settings = json.loads((folder / name).read_text("utf-8")) | {key: value}
    (folder / name).write_text(json.dumps(settings), "utf-8")
    assert load_static(folder) is None
    assert isinstance(load_encoder(str(folder)), SentenceEncoder)


def test_what_is_no_static_model_or_cannot_be_read_is_none(folder: Path, tmp_path: Path) -> None:
    assert load_static(tmp_path / "none") is None
    for name in ("modules.json", "config_sentence_transformers.json", "tokenizer.json", "model.safetensors"):
        whole = (folder / name).read_bytes()
        for part in (b"", whole[:20], b"[]", whole[:-1]):
            (folder / name).write_bytes(part)
            assert load_static(folder) is None
        (folder / name).write_bytes(whole)
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    (folder / "modules.json").write_text(json.dumps(modules[:1]), "utf-8")
    assert load_static(folder) is None


def test_no_torch_is_loaded() -> None:
    code = (
        "import sys\n"
        "from policysearch.search.encode import load_encoder\n"
        "load_encoder('built-in').encode_queries(['人才'])\n"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert run.stdout.strip() == "[]"
    assert isinstance(load_encoder("built-in"), StaticEncoder)
