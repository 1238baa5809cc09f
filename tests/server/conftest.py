"""Accounts that were hashed once: scrypt is slow by design."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.serve.accounts import EDITOR, new_account, write_accounts

PASSWORD = "zhong-wen-mi-ma-7"


@pytest.fixture(scope="session")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a reader 王一 and an editor li; not to be changed."""
    path = tmp_path_factory.mktemp("users") / "users.txt"
    write_accounts(path, [new_account("王一", PASSWORD), new_account("li", PASSWORD, EDITOR)])
    return path
