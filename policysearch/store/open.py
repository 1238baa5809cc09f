"""A searcher over a version that was found whole; the encoder is loaded at the first question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policysearch.config import SearchSettings
from policysearch.errors import EncoderMissing, IndexDamaged, PolicySearchError
from policysearch.search.cross import Reranker
from policysearch.search.encode import load_encoder
from policysearch.search.searcher import Searcher
from policysearch.store.contents import Contents, read
from policysearch.store.manifest import REBUILD, Manifest, verify, version_folder
from policysearch.types import Encoder, EncoderInfo, Vectors, Words


def open_index(
    index: Path,
    *,
    encoder: Encoder | None = None,
    reranker: Reranker | None = None,
    settings: SearchSettings = SearchSettings(),  # noqa: B008
) -> Searcher:
    """A searcher over the current version of ``index``, or over one ``vN``, after all hashes were checked.

    The model that built the index encodes the questions; it is loaded at the first question. ``encoder``
    takes its place (it must have the same fingerprint); ``reranker`` is asked about the best candidates. Raises
    IndexMissing, IndexDamaged, EncoderMissing.
    """
    manifest, contents = _read(index)
    if contents.dense is not None and manifest.encoder is not None:
        if encoder is None:
            encoder = LateEncoder(manifest.encoder, manifest.encoder_source)
        elif encoder.info.fingerprint != manifest.encoder.fingerprint:
            raise _other_encoder(manifest.encoder, encoder)
    return Searcher(
        {document.doc_id: document for document in contents.documents},
        contents.passages,
        contents.lexical,
        contents.dense,
        encoder,
        late=contents.late,
        reranker=reranker,
        families=contents.families,
        catalogue=contents.catalogue,
        index_id=manifest.index_id,
        settings=settings,
    )


def _read(index: Path) -> tuple[Manifest, Contents]:
    """The current version; read again where it was deleted for a newer one while it was read."""
    while True:
        folder = version_folder(index)
        try:
            manifest = verify(folder)
            return manifest, read(folder, manifest)
        except (PolicySearchError, OSError) as error:
            if version_folder(index) != folder:
                continue
            if isinstance(error, OSError):
                name = Path(str(error.filename or folder)).name
                raise IndexDamaged(f"索引 {folder} 的文件 {name} 读不出（{error.strerror}）：{REBUILD}。") from error
            raise


def _other_encoder(built_with: EncoderInfo, found: Encoder | None) -> EncoderMissing:
    name = found.info.fingerprint if found else "无"
    return EncoderMissing(
        f"索引用的模型 {built_with.name}（{built_with.fingerprint}）与现在的（{name}）不同：{REBUILD}。"
    )


class LateEncoder:
    """The encoder that an index names, loaded when the first text must be encoded."""

    def __init__(self, info: EncoderInfo, source: str) -> None:
        self._info = info
        self._source = source
        self._encoder: Encoder | None = None

    @property
    def info(self) -> EncoderInfo:
        """What the manifest says of the encoder."""
        return self._info

    @property
    def words(self) -> Words | None:
        """See Encoder."""
        return self._ready().words

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._ready().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._ready().encode_passages(texts)

    def _ready(self) -> Encoder:
        if self._encoder is None:
            encoder = load_encoder(self._source)
            if encoder is None or encoder.info.fingerprint != self._info.fingerprint:
                raise _other_encoder(self._info, encoder)
            self._encoder = encoder
        return self._encoder
