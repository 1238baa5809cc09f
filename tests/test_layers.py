"""The import graph: each row of the layers imports only rows above it, siblings never each other."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "policysearch"
TOP = "policysearch"
SCRIPTS = ("build_index", "search_app")
# From the bottom of the pyramid up: what stands in a row may import every row before it, never its own.
ROWS: tuple[tuple[str, ...], ...] = (
    (TOP,),  # the version alone
    ("errors", "types"),
    ("config", "endpoint", "fingerprint", "numerals", "text", "regions", "stages"),
    ("quantities",),
    ("cells", "kinship", "validity"),
    ("place",),
    ("context",),
    ("catalogue",),
    ("read", "parse", "search", "families", "quality", "workers"),
    ("records", "intake"),
    ("store",),
    ("journal", "reuse"),
    ("answer", "build"),
    ("export", "repair", "upkeep", "watch"),
    ("measure", "questions", "significance"),
    ("evaluate",),
    ("beir",),
    ("render",),
    ("serve",),
    ("app", "__main__"),
    SCRIPTS,
)
ROW_OF = {name: number for number, names in enumerate(ROWS) for name in names}


def unit_of(module: str) -> str:
    """The unit of the layers that a module is part of: policysearch.answer.cite is of answer."""
    parts = module.split(".")
    return parts[1] if parts[0] == TOP and len(parts) > 1 else parts[0]


def module_of(path: Path) -> str:
    """The dotted name of the module in ``path``."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> list[Path]:
    """Every module of the package and the scripts beside it."""
    return [*sorted(PACKAGE.rglob("*.py")), *(ROOT / f"{name}.py" for name in SCRIPTS)]


def imports_of(path: Path) -> set[str]:
    """Every module of ours that ``path`` imports anywhere, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            # from policysearch import store names a module; from policysearch.store import publish does not
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == TOP else {module}
    return {name for name in found if name.split(".")[0] in (TOP, *SCRIPTS)}


@pytest.mark.parametrize("path", modules(), ids=module_of)
def test_a_module_imports_only_rows_above(path: Path) -> None:
    unit = unit_of(module_of(path))
    assert unit in ROW_OF, f"{unit} stands in no row"
    wrong = [
        name
        for name in imports_of(path)
        if unit_of(name) != unit and ROW_OF.get(unit_of(name), len(ROWS)) >= ROW_OF[unit]
    ]
    assert not wrong, f"{module_of(path)} imports {sorted(wrong)}"


def test_every_row_is_there() -> None:
    units = {unit_of(module_of(path)) for path in modules()}
    assert set(ROW_OF) == units


def test_the_check_sees_a_wrong_import(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(
        "def f():\n    from policysearch.store import publish\n    import policysearch.app.pages\n", "utf-8"
    )
    assert {unit_of(name) for name in imports_of(path)} == {"store", "app"}
    assert ROW_OF["store"] > ROW_OF["search"]
    assert ROW_OF["build"] == ROW_OF["answer"]


def test_no_module_is_a_bag() -> None:
    bags = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
    assert not [module_of(path) for path in modules() if bags & set(path.stem.lower().split("_"))]


@pytest.mark.parametrize(
    ("modules_", "heavy"),
    [
        ("policysearch", ["torch", "gradio", "sentence_transformers", "numpy", "jieba", "faiss"]),
        ("policysearch.__main__", ["openai", "torch", "gradio", "sentence_transformers", "transformers", "faiss"]),
        ("policysearch.intake", ["torch", "gradio", "sentence_transformers", "jieba", "faiss", "bm25s"]),
        ("build_index", ["torch", "gradio", "sentence_transformers", "transformers", "faiss", "lxml"]),
        ("search_app", ["openai", "torch", "gradio", "sentence_transformers", "transformers"]),
    ],
)
def test_an_import_loads_nothing_heavy_and_changes_no_environment(modules_: str, heavy: list[str]) -> None:
    code = (
        "import json, os, sys\n"
        "before = dict(os.environ)\n"
        f"import {modules_}\n"
        f"print(json.dumps([[m for m in {heavy!r} if m in sys.modules], "
        "sorted(k for k in {*before, *os.environ} if before.get(k) != os.environ.get(k))]))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env=dict(os.environ),
    )
    assert json.loads(run.stdout.splitlines()[-1]) == [[], []]
