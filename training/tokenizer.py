"""Build the tokenizer: a unigram model whose pieces are Chinese words.

A bag of vectors knows nothing of neighbours, so its pieces should be words. jieba cuts a sample
of the texts, the most frequent words become the pieces, and the log of a word's share is its
score; the tokenizer then finds the likeliest cut by itself, without jieba. Punctuation is a
boundary and never a piece.
"""

from __future__ import annotations

import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "<unk>"
_UNSEEN = "\ua000"  # a letter of another script (Yi), so never a piece
MAX_HAN_LENGTH = 5
MAX_LATIN_LENGTH = 12
MAX_DIGITS = 4
MAX_GLUED = 4
MIN_ASSOCIATION = 0.45
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_PIECE = re.compile(r"[0-9]+|[a-z]+|[^\W_a-z0-9]+")
_BASIC = "0123456789abcdefghijklmnopqrstuvwxyz"


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word (lower case, no punctuation) occurs; long ones are left out.

    Words that the segmenter cuts too finely are glued: see :func:`glued_words`.
    """
    import jieba  # slow to import, and only this stage needs it

    jieba.setLogLevel(logging.WARNING)
    words: Counter[str] = Counter()
    neighbours: Counter[tuple[str, str]] = Counter()
    for text in texts:
        cut = jieba.lcut(unicodedata.normalize("NFKC", text).lower())
        words.update(piece for word in cut for piece in _PIECE.findall(word) if _is_short(piece))
        neighbours.update(pair for pair in pairwise(cut) if _may_glue(*pair))
    words.update(glued_words(words, neighbours))
    return words


def glued_words(words: Counter[str], neighbours: Counter[tuple[str, str]], min_count: int = 15) -> dict[str, int]:
    """Return the joined form and count of neighbours that stand together far above chance.

    The measure is the normalised pointwise mutual information, 1 for two that never part:
    the segmenter's own dictionary lacks 公租房, and cuts it into 公 and 租房.
    """
    total = sum(words.values())
    glued: dict[str, int] = {}
    for (left, right), count in neighbours.items():
        if count < min_count:
            continue
        expected = words[left] * words[right] / total
        if math.log(count / max(expected, 1e-9)) > MIN_ASSOCIATION * math.log(total / count):
            glued[left + right] = count
    return glued


def vocabulary(words: Counter[str], size: int, min_characters: int = 3) -> list[tuple[str, float]]:
    """Return ``size`` pieces at most with their log share, the unknown piece first.

    Every character seen ``min_characters`` times is a piece, so that any word can be cut; the
    rest are the most frequent words. Ties go by the piece itself: the order is reproducible.
    """
    characters: Counter[str] = Counter()
    for word, count in words.items():
        for character in word:
            characters[character] += count
    kept = {c: max(words[c], 1) for c, n in characters.items() if n >= min_characters}
    kept.update({c: max(words[c], 1) for c in _BASIC})
    for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        if len(kept) >= size - 1:
            break
        if len(word) > 1:
            kept[word] = count
    total = sum(kept.values())
    ordered = sorted(kept.items(), key=lambda item: (-item[1], item[0]))[: size - 1]
    return [(UNKNOWN, 0.0), *((piece, math.log(n / total)) for piece, n in ordered)]


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return the tokenizer of these pieces: NFKC, lower case, cut at whatever is no letter."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    # A text of mere punctuation becomes one unknown piece: a bag without any piece has no mean.
    mere_punctuation = normalizers.Replace(Regex(r"\A[^\p{L}\p{N}]*\z"), _UNSEEN)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), mere_punctuation])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed"),
            pre_tokenizers.Split(Regex(r"[0-9]+|[a-z]+"), behavior="isolated"),
        ]
    )
    return tokenizer


def _is_short(piece: str) -> bool:
    if piece[0] in _BASIC[:10]:
        return len(piece) <= MAX_DIGITS
    return len(piece) <= (MAX_LATIN_LENGTH if piece[0] in _BASIC else MAX_HAN_LENGTH)


def _may_glue(left: str, right: str) -> bool:
    one_is_single = len(left) == 1 or len(right) == 1
    short = len(left) + len(right) <= MAX_GLUED
    return one_is_single and short and _HAN.fullmatch(left + right) is not None
