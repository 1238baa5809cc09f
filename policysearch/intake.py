"""One file of a corpus to its documents and passages: read, parse, cut; what fails is told and loses nothing else.

This is the part of a build that worker processes do: it loads no model and no index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policysearch.catalogue import Entries, entries_of
from policysearch.config import PassageSettings, ReadLimits
from policysearch.errors import PolicySearchError, ReadError
from policysearch.parse import cut_passages, parse
from policysearch.read import read_documents
from policysearch.types import Document, Failure, Overrides, Passage, RawDocument


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to take in: its corpus folder, its path, the settings of the build, and what sidecars say of its parts."""

    root: Path
    path: Path
    limits: ReadLimits = field(default=ReadLimits())
    passage_settings: PassageSettings = field(default=PassageSettings())
    overrides: tuple[tuple[str, Overrides], ...] = ()

    @property
    def name(self) -> str:
        """The path under the corpus folder, with / between folders."""
        return self.path.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The documents of a file, each with its passages and entries, and the parts of it that failed."""

    documents: tuple[tuple[Document, tuple[Passage, ...], Entries], ...] = ()
    failures: tuple[Failure, ...] = ()


def take_in(file: CorpusFile) -> TakenIn:
    """The documents and passages of ``file`` and what could not be read of it; raises MemoryError alone."""
    try:
        raws, unread = read_documents(file.root, file.path, file.limits)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a broad catch, here and below: no document may stop the others
        return TakenIn(failures=(Failure(file.name, _reason(error)),))
    documents: list[tuple[Document, tuple[Passage, ...], Entries]] = []
    failures = [Failure(f"{file.name}/{part.part}", part.reason) for part in unread]
    told = dict(file.overrides)
    for raw in raws:
        try:
            documents += _cut(raw, told, file.passage_settings)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001
            failures.append(Failure(f"{file.name}/{raw.part}" if raw.part else file.name, _reason(error)))
    absent = told.keys() - {raw.part for raw in raws} - {document.part for document, _, _ in documents}
    failures += [
        Failure(f"{file.name}/{part}", "元数据说到的这一份不在文件里：请改正路径。") for part in sorted(absent)
    ]
    return TakenIn(tuple(documents), tuple(failures))


def _cut(
    raw: RawDocument, told: Mapping[str, Overrides], settings: PassageSettings
) -> list[tuple[Document, tuple[Passage, ...], Entries]]:
    """The documents of ``raw`` that hold words, with passages and entries; raises ReadError where none does."""
    cut = [(document, cut_passages(document, settings)) for document in parse(raw, told)]
    if not any(passages for _, passages in cut):
        raise ReadError("除了页眉、页脚和网页栏目没有别的文字：请换成有正文的版本。")
    return [(document, passages, entries_of(document)) for document, passages in cut if passages]


def _reason(error: Exception) -> str:
    if isinstance(error, PolicySearchError):
        return str(error)
    return f"解析时程序出错（{type(error).__name__}: {error}），请反馈这份文件。"
