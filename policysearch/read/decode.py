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
    try:
        return _lines(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        pass
    found = [
        (share, text)
        for encoding in _LEVEL_ONE
        if (share := _common_share(data, encoding)) and (text := data.decode(encoding)) and share >= _LEAST_COMMON
    ]
    if found:
        return _lines(max(found)[1]), ()
    patched = data.decode("utf-8", "replace")
    if patched.count("\ufffd") <= max(2, _MOST_BROKEN * len(patched)):
        return _lines(patched), _broken(patched)
    patched = data.decode("gb18030", "replace")
    if patched.count("\ufffd") <= max(2, _MOST_BROKEN * len(patched)) and _CJK.search(patched):
        return _lines(patched), _broken(patched)
    raise ReadError("认不出文字编码：请另存为 UTF-8 后再放入。")


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
    count = text.count("\ufffd")
    return (f"有 {count} 处字节损坏，已用 � 标出。",) if count else ()
