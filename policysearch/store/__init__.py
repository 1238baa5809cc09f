"""Index versions on disk: written aside, published by a rename, opened only when every hash agrees."""

from policysearch.store.contents import Contents, FileRecord, read
from policysearch.store.current import Current
from policysearch.store.lock import locked
from policysearch.store.manifest import FORMAT_VERSION, Manifest, read_manifest, verify, version_folder
from policysearch.store.open import LateEncoder, open_index
from policysearch.store.publishing import KEPT_VERSIONS, clear, publish, rollback, versions

__all__ = [
    "FORMAT_VERSION",
    "KEPT_VERSIONS",
    "Contents",
    "Current",
    "FileRecord",
    "LateEncoder",
    "Manifest",
    "clear",
    "locked",
    "open_index",
    "publish",
    "read",
    "read_manifest",
    "rollback",
    "verify",
    "version_folder",
    "versions",
]
