"""Names of uploaded files: what a stranger writes becomes a name that stays in its folder, or is refused."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from policysearch.errors import UsageError
from policysearch.read import READERS
from policysearch.read.sidecar import SIDECAR_SUFFIX, TABLE_NAME

SUFFIXES = (*READERS, ".zip")
# The longest name of most file systems is 255 bytes; a sidecar's suffix and what is written aside must fit too.
_MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def clean_name(given: str) -> str:
    """A file name without folders, control characters, marks of direction and invisible characters, composed (NFC).

    Raises UsageError where nothing is left of it, it is too long, or no reader takes files of its suffix.
    """
    base = given.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(char for char in unicodedata.normalize("NFC", base) if _is_shown(char))
    name = _FORBIDDEN.sub("_", base).strip().lstrip(".~$").rstrip(". ")
    path = PurePosixPath(name)
    if not name or not path.stem.strip("_. "):
        raise UsageError("文件名不能用：请改名后再上传。")
    if len(name.encode("utf-8")) > _MOST_BYTES:
        raise UsageError("文件名太长：请改短后再上传。")
    if _DEVICES.fullmatch(name) or name.lower().endswith(SIDECAR_SUFFIX) or name.lower() == TABLE_NAME:
        raise UsageError(f"文件名“{name}”另有用处：请改名后再上传。")
    if path.suffix.lower() not in SUFFIXES:
        kinds = "、".join(sorted(suffix.removeprefix(".") for suffix in SUFFIXES))
        raise UsageError(f"暂不支持“{name}”这种文件：能读的有 {kinds}。")
    return name


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
