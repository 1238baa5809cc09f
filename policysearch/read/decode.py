"""Bytes to text for files that do not say their encoding: UTF-8, UTF-16, GB18030 or Big5."""

from __future__ import annotations

import codecs
import re

from policysearch.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CJK = re.compile("[\u4e00-\u9fff]")
# Level 1 of GB 2312 and of Big5: the characters of everyday text. Bytes read in the wrong encoding
# scatter over the rare ones.
_LEVEL_ONE = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
_EVERYDAY = frozenset(
    "，。、；：！？（）《》“”0123456789 \n\r\tabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,-%"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_HOLES = re.compile("\ufffd+")
_LEAST_COMMON = 0.7
_MOST_BROKEN = 0.002


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` with line ends as ``\\n``, and warnings about bytes that could not be read.

    A byte order mark decides; else strict UTF-8; else GB18030 or Big5, whichever reads as everyday
    Chinese. A UTF-8 file with a few broken bytes is read with U+FFFD in their place and a warning.
    Raises ReadError rather than return mojibake.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _lines(body.decode(encoding, "replace")), _broken(body.decode(encoding, "replace"))
    wide = _without_mark(data)
    if wide is not None:
        return _lines(wide), ()
    shares = {encoding: _common_share(data, encoding) for encoding in _LEVEL_ONE}
    likely = [encoding for encoding, share in shares.items() if share is not None and share >= _LEAST_COMMON]
    try:
        text = data.decode("utf-8")
        # A few bytes of GB18030 may happen to be UTF-8 of another script (通知 is ֪ͨ).
        if not likely or text.isascii() or _CJK.search(text):
            return _sound(text), ()
    except UnicodeDecodeError:
        pass
    if likely:
        best = max(likely, key=lambda encoding: (shares[encoding] or 0.0, encoding == "gb18030"))
        return _sound(data.decode(best)), ()
    for encoding in ("utf-8", "gb18030"):
        patched = data.decode(encoding, "replace")
        if len(_HOLES.findall(patched)) <= max(2, _MOST_BROKEN * len(patched)) and _CJK.search(patched):
            return _sound(patched), _broken(patched)
    raise _unknown()


def _unknown() -> ReadError:
    return ReadError("认不出文字编码：请另存为 UTF-8 后再放入。")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 text without a byte order mark: told by its zero bytes or by how much of it is Chinese."""
    if len(data) % 2 or (data.count(0) == 0 and not _CONTROL.search(data.decode("latin-1"))):
        return None
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = sum("\u4e00" <= c <= "\u9fff" or c in _EVERYDAY for c in text) / max(1, len(text))
        found.append((share, encoding == "utf-16-le", text))
    if found and max(found)[0] >= _LEAST_COMMON:
        return max(found)[2]
    return None


def _sound(text: str) -> str:
    """``text`` with plain line ends, unless it holds control characters, which no document does."""
    if len(_CONTROL.findall(text)) > _MOST_BROKEN * len(text):
        raise _unknown()
    return _lines(text)


def _common_share(data: bytes, encoding: str) -> float | None:
    """How much of the Chinese text is everyday characters, or None when the bytes do not decode."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    low, high = _LEVEL_ONE[encoding]
    chars = _CJK.findall(text)
    if not chars:
        return None
    common = sum(low <= c.encode(encoding)[0] <= high and len(c.encode(encoding)) == 2 for c in chars)
    return float(common / len(chars))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _broken(text: str) -> tuple[str, ...]:
    count = len(_HOLES.findall(text))
    return (f"有 {count} 处字节损坏，已用 � 标出。",) if count else ()
