"""Text to index tokens: characters, character bigrams, jieba words, and canonical numbers and 文号.

Characters and bigrams beside words are what BM25 wants of Chinese: a word list alone misses every name
that it does not hold. Words of one or two characters are already there as characters and bigrams, so
only longer ones are added.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import jieba

from policysearch.config import LexicalSettings
from policysearch.regions import place_names
from policysearch.text import CJK, fold
from policysearch.types import Span

_RUN = re.compile(rf"[{CJK}]+|[a-z0-9][a-z0-9&.+%/_-]*[a-z0-9%]|[a-z0-9]")
_INNER_BLANK = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
# 国发〔2024〕1号, 国发[2024]1 号 and 国发(2024)第1号 are one token.
_DOCUMENT_NUMBER = re.compile(
    rf"([{CJK}]{{1,12}})\s?[〔\[(【﹝]\s?((?:19|20)\d\d)\s?[〕\])】﹞]\s?第?\s?(\d{{1,5}})\s?号"
)
_QUANTITY = re.compile(rf"\d+(?:\.\d+)?(?:%|[{CJK}])?")
# Words that ask and say nothing of the subject; rare in the texts, so their idf would mislead.
_ASKING = re.compile(
    "请问|讲了?什么|说了?什么|规定了?什么|有(?:什么|何)(?:不同|区别|差别|异同)|^比较(?:一下)?|什么时候|时候|包含|我们|你们|咱们?|本人|听说|要是|如果|这种|那种|这边|那边|一[位个名家种]|的话|有没有|是不是|能不能|可不可以|是否|多少钱|多少|什么|哪些|哪个|哪几|哪里|哪儿|哪一|谁|怎么样|怎么|怎样|如何|为什么|为啥|咋|几[个家名项所条场]"
    "|分别是|各是|各有|一下|告诉我|我想知道|想问|吗|呢|吧|啊|呀|嘛|么|啥|[?!]"
)

# Characters that join or point and name nothing by themselves.
_PARTICLES = frozenset(
    "的了在和是有能会要把被对给就都也很去来到做办让与及或每各个从为等之其将并向于以由该本我你他她它这那不没又还再才只"
)


def _cache_folder() -> str:
    """A folder of this user's own for jieba's cache, which it reads back with marshal."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "policysearch"
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return str(base)
    except OSError:
        pass
    return tempfile.mkdtemp(prefix="policysearch-")


@lru_cache(maxsize=1)
def _jieba() -> jieba.Tokenizer:
    """A jieba of our own: words added elsewhere do not leak in, and its cache is not in a shared folder."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_folder()
    tokenizer.initialize()
    return tokenizer


def find_numbers(folded: str) -> Iterator[tuple[Span, str]]:
    """Where each 文号 of a folded text stands and its token (国发#2024#1); words may run on before its own first."""
    for match in _DOCUMENT_NUMBER.finditer(folded):
        yield Span(*match.span()), f"{match[1][-2:]}#{match[2]}#{int(match[3])}"


def fold_joined(text: str) -> str:
    """``text`` folded, without the blanks inside runs of Chinese: offsets are no longer its own."""
    return _INNER_BLANK.sub("", fold(text))


def tokenize(text: str) -> list[str]:
    """The tokens of a passage, repeats kept, order of no meaning."""
    folded = fold_joined(text)
    tokens = [token for _, token in find_numbers(folded)]
    for match in _RUN.finditer(folded):
        run = match.group()
        if run[0] < "\u3000":
            tokens.append(run)
            continue
        tokens.extend(run)
        tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
        if len(run) > 2:
            tokens.extend(word for word in _jieba().cut(run, HMM=False) if len(word) > 2)
    tokens.extend(m.group() for m in _QUANTITY.finditer(folded) if not m.group().isdecimal())
    return tokens


def tokenize_passage(search_text: str, title: str, settings: LexicalSettings) -> list[str]:
    """The tokens that a passage is indexed with: those of its text, which begins with the title, and of more titles."""
    return [*tokenize(search_text), *_title_tokens(title) * (settings.title_weight - 1)]


@lru_cache(maxsize=256)
def _title_tokens(title: str) -> tuple[str, ...]:
    # the passages of a document come one after the other
    return tuple(tokenize(title))


def tokenize_query(question: str) -> list[str]:
    """The tokens of a question without the words that only ask; all of them when nothing else is left."""
    return tokenize(_ASKING.sub("|", fold(question))) or tokenize(question)


def content_terms(question: str, *, joined: bool = True) -> tuple[str, ...]:
    """The words of a question that a person would look for in a text, each once, longest first.

    ``joined`` adds a character that the dictionary leaves over to the word before it (人才贷); without it only
    words of the dictionary count.
    """
    folded = _INNER_BLANK.sub("", _ASKING.sub("|", fold(question)))
    for name in place_names(folded):
        folded = folded.replace(name, f" {name} ")  # 慈溪人才贷 is 慈溪 and 人才贷, not 慈溪人
    words: list[str] = []
    for match in _RUN.finditer(folded):
        run = match.group()
        words.extend([run] if run[0] < "\u3000" else _long_words(_jieba().cut(run, HMM=False), joined))
    return tuple(dict.fromkeys(sorted(words, key=len, reverse=True)))


def word_borders(folded: str) -> frozenset[int]:
    """Where words of the dictionary begin or end in a folded text: offsets, its two ends among them."""
    lengths = (len(word) for word in _jieba().cut(folded, HMM=False))
    return frozenset(accumulate(lengths, initial=0))


def _long_words(words: Iterable[str], join: bool) -> list[str]:
    """Words of two characters and more; a character left over may join the word before it (人才·贷)."""
    joined: list[str] = []
    open_word = False
    for word in words:
        if len(word) > 1:
            joined.append(word)
            open_word = True
        elif join and open_word and word not in _PARTICLES:
            joined[-1] += word
        else:
            open_word = False
    return joined
