"""``python -m policysearch user add|remove|list``: the accounts of a server."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from policysearch.errors import UsageError
from policysearch.serve.accounts import EDITOR, READER, Account, new_account, read_accounts, write_accounts


def add_flags(parser: argparse.ArgumentParser) -> None:
    """What ``user`` takes."""
    parser.add_argument("action", choices=("add", "remove", "list"), help="add 添加或改密码，remove 删除，list 列出")
    parser.add_argument("name", nargs="?", help="账号名")
    parser.add_argument("--users", type=Path, required=True, metavar="FILE", help="账号文件；add 时没有就新建")
    parser.add_argument("--editor", action="store_true", help="可以在网页上上传和维护文件")
    parser.add_argument("--password-stdin", action="store_true", help="从标准输入读密码（一行）")


def run(flags: argparse.Namespace) -> int:
    """Changes or lists the accounts of a file. Raises UsageError for what cannot be done."""
    path: Path = flags.users
    accounts = read_accounts(path) if path.exists() or flags.action != "add" else {}
    if flags.action == "list":
        for account in accounts.values():
            print(f"{account.name}  {'可维护文件' if account.role == EDITOR else '只能查'}")
        return 0
    if not flags.name:
        raise UsageError(f"user {flags.action} 要写账号名。")
    if flags.action == "remove":
        if accounts.pop(flags.name, None) is None:
            raise UsageError(f"账号文件 {path} 里没有 {flags.name}。")
        write_accounts(path, accounts.values())
        print(f"已删除 {flags.name}；正在运行的服务随即不再认它。")
        return 0
    account = _asked(flags)
    is_new = account.name not in accounts
    write_accounts(path, [*(one for one in accounts.values() if one.name != account.name), account])
    print(f"{'已添加' if is_new else '已更新'} {account.name}，写在 {path}。")
    return 0


def _asked(flags: argparse.Namespace) -> Account:
    if flags.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("密码（不显示）：")
        if getpass.getpass("再输一次：") != password:
            raise UsageError("两次输入的密码不一样：请重新运行。")
    return new_account(flags.name, password, EDITOR if flags.editor else READER)
