"""New versions: written aside, published by a rename, pointed at by ``CURRENT``; older ones kept for a way back."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import policysearch
from policysearch.errors import IndexMissing
from policysearch.store.contents import Contents, write
from policysearch.store.lock import cannot_write, locked
from policysearch.store.manifest import FORMAT_VERSION, Manifest, files_of, sha256_of, verify, version_folder

KEPT_VERSIONS = 3


def publish(contents: Contents, index: Path, *, keep: int = KEPT_VERSIONS) -> str:
    """Writes a new version under ``index`` and makes it current; its name (``v3``) comes back.

    Readers of an older version are not disturbed; the last ``keep`` versions are kept. Raises UsageError when
    the folder cannot be written or another writes it, and leaves the current version as it was.
    """
    with locked(index):
        clear(index)
        try:
            with _staging(index) as staging:
                write(contents, staging)
                _seal(contents, staging)
                version = _rename(staging, index)
                _point(index, version)
        except OSError as error:
            raise cannot_write(index, error) from error
        _prune(index, version, keep)
    return version


@contextmanager
def _staging(index: Path) -> Iterator[Path]:
    staging = index / f".build-{os.getpid()}-{secrets.token_hex(4)}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _seal(contents: Contents, folder: Path) -> None:
    """Writes the manifest of the files in ``folder`` and its hash, all of them flushed to the disk."""
    files = {}
    for path in files_of(folder):
        _sync(path)
        files[path.relative_to(folder).as_posix()] = {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        index_id=hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16],
        documents=len(contents.documents),
        passages=len(contents.passages),
        encoder=contents.encoder,
        encoder_source=contents.encoder_source,
        parser=contents.parser,
        tokenizer=contents.tokenizer,
        settings={"passages": asdict(contents.passage_settings), "lexical": asdict(contents.lexical_settings)},
        built_with={"policysearch": policysearch.__version__, "python": sys.version.split()[0]},
        files=files,
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n", encoding="utf-8")
    for name in ("manifest.json", "manifest.sha256"):
        _sync(folder / name)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder to flush it
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _numbers(index: Path) -> list[int]:
    names = (path.name for path in index.iterdir())
    return sorted(int(name[1:]) for name in names if name[:1] == "v" and name[1:].isdecimal())


def _rename(staging: Path, index: Path) -> str:
    """The staged version under the next free number; another builder may take one first."""
    while True:
        version = f"v{max(_numbers(index), default=0) + 1}"
        try:
            staging.rename(index / version)
        except FileExistsError:
            continue
        except OSError:
            if (index / version).exists():
                continue
            raise
        _sync(index)
        return version


def _point(index: Path, version: str) -> None:
    pointer = index / f".CURRENT-{secrets.token_hex(4)}"
    try:
        pointer.write_text(version + "\n", encoding="utf-8")
        _sync(pointer)
        pointer.replace(index / "CURRENT")
    except OSError:
        pointer.unlink(missing_ok=True)
        raise
    _sync(index)


def clear(index: Path) -> None:
    """Removes what a killed writer left in ``index``, of which the caller holds the lock: no other is at work."""
    for leftover in index.glob(".build-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for leftover in index.glob(".CURRENT-*"):
        with suppress(OSError):
            leftover.unlink()


def _prune(index: Path, current: str, keep: int) -> None:
    kept = {f"v{number}" for number in _numbers(index)[-keep:]} | {current}
    for number in _numbers(index):
        if f"v{number}" not in kept:
            # Out of the way first: a reader that comes now finds all of a version or none of it.
            gone = index / f".build-gone-v{number}"
            with suppress(OSError):
                (index / f"v{number}").rename(gone)
                shutil.rmtree(gone, ignore_errors=True)


def versions(index: Path) -> tuple[str, ...]:
    """The versions that ``index`` holds, oldest first; none where there is no such folder."""
    return tuple(f"v{number}" for number in _numbers(index)) if index.is_dir() else ()


def rollback(index: Path, version: str | None = None) -> str:
    """Makes an older version current again, the one before the current where none is named; its name comes back.

    It is verified first. Nothing is deleted: the next build takes the number after the newest. Raises IndexMissing
    where there is no such version, IndexDamaged where it is not whole, UsageError where the folder cannot be written.
    """
    held = versions(index)
    if version is None:
        current = version_folder(index).name
        older = held[: held.index(current)] if current in held else ()
        if not older:
            raise IndexMissing(f"{index} 里没有比 {current} 更早的版本：没有改动。")
        version = older[-1]
    if version not in held:
        raise IndexMissing(f"{index} 里没有版本 {version}（有 {'、'.join(held) or '无'}）：没有改动。")
    verify(index / version)
    with locked(index):
        try:
            _point(index, version)
        except OSError as error:
            raise cannot_write(index, error) from error
    return version
