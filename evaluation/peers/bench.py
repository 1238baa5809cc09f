"""Systems over a task, each in a process of its own, one after the other."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.peers.catalogue import OURS, OURS_PLAIN, Entry
from evaluation.peers.compare import summary, with_p_values
from evaluation.peers.peer import Cut
from evaluation.peers.task import Task

_ROOT = Path(__file__).resolve().parents[2]
_TOP_K = 10
# Nothing is fetched, nothing is reported home.
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
}
_FLOAT = (
    "import sys, sentence_transformers as s; s.SentenceTransformer(sys.argv[1], device='cpu').float().save(sys.argv[2])"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the work is done: a folder for what passes between processes, the encoder of the peers, a time limit."""

    folder: Path
    encoder: Path
    timeout_s: float

    @classmethod
    def with_encoder(cls, folder: Path, encoder: Path, timeout_s: float) -> Bench:
        """With a copy of ``encoder`` in full precision, as we load it ourselves, so that the peers do too."""
        copy = folder / "encoder"
        subprocess.run([sys.executable, "-c", _FLOAT, str(encoder), str(copy)], check=True, capture_output=True)
        return cls(folder, copy, timeout_s)

    def compare(
        self, task: Task, entries: Sequence[Entry], kept: Mapping[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The report on a task after each system, ours first; the last is whole.

        A system that is not installed or failed is named in it, not passed over. ``load`` is the machine's load
        average before and after: times of a busy machine are worth less. ``kept`` is an earlier report on the same
        task, whose lines stand in for the systems that do not run. Raises ChildProcessError when ours failed, since
        there is nothing to compare with then.
        """
        load = os.getloadavg()[0]
        missing = [entry.name for entry in entries if not entry.is_installed()]
        failed: dict[str, str] = {}
        lines: dict[tuple[str, str], dict[str, Any]] = {}
        for line in (kept or {}).get("systems", []):
            lines[line["name"], line["cut"]] = {**line, "kept": True}
        installed = [entry for entry in entries if entry.name not in missing]
        for entry, cut in sorted(task.systems(installed), key=lambda pair: pair[0] != OURS):
            print(f"{task.name}: {entry.name} ({cut})", file=sys.stderr, flush=True)
            trial = self._tried(task, entry, cut)
            if isinstance(trial, str):
                if entry == OURS:
                    raise ChildProcessError(f"{OURS.name}: {trial}")
                failed[f"{entry.name} ({cut})"] = trial
                lines.pop((entry.name, cut), None)
                print(f"  {trial}", file=sys.stderr)
            else:
                values = task.values(trial["hits"])
                head = {"name": entry.name, "cut": cut, "version": trial["version"], "settings": trial["settings"]}
                lines[entry.name, cut] = {**head, **summary(values, trial), "each": values}
            yield {
                "set": task.name,
                "n": len(task.questions),
                "documents": len(task.texts),
                "machine": machine(),
                "load": [round(load, 1), round(os.getloadavg()[0], 1)],
                "task": task.digest(),
                "missing": missing,
                "failed": failed,
                "systems": with_p_values(_ours_with_build(lines)),
            }

    def _tried(self, task: Task, entry: Entry, cut: Cut) -> dict[str, Any] | str:
        """What ``trial.tried`` says of the system, or in one line why it failed."""
        texts, job, result = (self.folder / f"{name}.json" for name in ("texts", "job", "result"))
        with texts.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in task.texts)
        source = task.source if entry in (OURS, OURS_PLAIN) else self.encoder
        told = {"system": entry.name, "cut": cut, "source": str(source.resolve()), "texts": str(texts)}
        asked = {"questions": list(task.questions), "top_k": _TOP_K}
        job.write_text(json.dumps(told | asked, ensure_ascii=False), encoding="utf-8")
        try:
            run = subprocess.run(
                [sys.executable, "-m", "evaluation.peers.trial", str(job), str(result)],
                cwd=_ROOT,
                env={**os.environ, **_ENVIRONMENT},
                capture_output=True,
                text=True,
                timeout=self.timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"took more than {self.timeout_s:.0f} s"
        if run.returncode:
            return (run.stderr.strip().splitlines() or [f"exit status {run.returncode}"])[-1][:300]
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


def _ours_with_build(lines: Mapping[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines, ours first, with the build of the same documents' plain text, since its index was there before."""
    first, *others = sorted(lines.values(), key=lambda line: line["name"] != OURS.name)  # stable: the rest as it stood
    plain = lines.get((OURS_PLAIN.name, first["cut"]))
    if plain:
        peak_mb = max(first["peak_mb"], plain["peak_mb"])
        first = {**first, "build_s": plain["build_s"], "peak_mb": peak_mb}
    return [first, *others]


def machine() -> str:
    """The machine in one line: processor, cores, system, Python."""
    model = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        names = [line.split(":", 1)[1].strip() for line in facts.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
