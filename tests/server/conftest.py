"""Accounts that were hashed once: scrypt is slow by design."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.serve import accounts
from policysearch.serve.accounts import EDITOR, new_account, write_accounts

# What a guess costs, as the product has it; the tests themselves hash cheaply.
COST = accounts._N, accounts._R, accounts._P
PASSWORD = "zhong-wen-mi-ma-7"


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hashes of 1 MiB: what is tested is not how slow they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_N", 1 << 10)
        patch.setattr(accounts, "_P", 1)
        nobody = f"scrypt$1024$8$1${'A' * 22}==${'A' * 43}="
        patch.setattr(accounts, "_NOBODY", accounts.Account("nobody", "reader", nobody))
        yield


@pytest.fixture(scope="session")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a reader 王一 and an editor li; not to be changed."""
    path = tmp_path_factory.mktemp("users") / "users.txt"
    write_accounts(path, [new_account("王一", PASSWORD), new_account("li", PASSWORD, EDITOR)])
    return path
