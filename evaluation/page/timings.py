"""How long a person waits, measured in the browser: Enter to the first result, the first load, how far things jump.

    python evaluation/page/timings.py --index DIR [--questions FILE.jsonl] [--most 60] [--output FILE.json]

``enter_ms`` runs from the key to the frame after the results are drawn, over questions that are asked once before to
nobody. ``load_ms`` runs from opening the address, with an empty cache, to the view that can be used. ``cls`` is the
layout shift that the browser counts (0.1 is called good). ``load_average`` tells whether the machine was busy.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page
from serving import ROOT, browsing, served

_BOX = "#question input, #question textarea"
_LOADS = 8
# The key is seen before anybody else handles it; a result is there when its frame has been drawn.
_WATCH = """(() => {
  const seen = window.measured = { shift: 0, key: 0 };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    seen.key = performance.now();
    seen.drawn = new Promise((done) => {
      // Whether Gradio puts a new element there or writes into the old one: its mark is gone when the view has come.
      document.getElementById("view").dataset.old = "yes";
      const watch = new MutationObserver(() => {
        const now = document.getElementById("view");
        if (!now || now.dataset.old || !now.querySelector(".card, .message, .empty")) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - seen.key)));
      });
      watch.observe(document.documentElement, { attributes: true, childList: true, subtree: true });
    });
  }, true);
})();"""


def main() -> int:
    """Prints the figures, and writes them where --output says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--questions", type=Path, default=ROOT / "evaluation" / "questions" / "policies.jsonl")
    parser.add_argument("--most", type=int, default=60)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    lines = flags.questions.read_text("utf-8").splitlines()
    questions = list(dict.fromkeys(json.loads(line)["question"] for line in lines if line.strip()))
    with served(flags.index) as address, browsing() as browser:
        figures = {"cores": os.cpu_count(), "load_average": _load()}
        figures |= _loads(browser, address, questions[0])
        figures |= _asks(browser, address, questions[: flags.most])
        figures["load_average_after"] = _load()
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0


def _load() -> float:
    """How many programs wanted a core during the last minute."""
    return round(os.getloadavg()[0], 1)


def _visit(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.add_init_script(_WATCH)
    return context.new_page()


def _loads(browser: Browser, address: str, question: str) -> dict[str, Any]:
    """The first load of the home page and of an answer, and what jumps in it."""
    told: dict[str, Any] = {}
    for name, query in (("home", ""), ("answer", "?q=" + quote(question))):
        times, shifts = [], []
        for _ in range(_LOADS):
            page = _visit(browser)
            page.goto(f"{address}/{query}", wait_until="commit")
            page.wait_for_selector("#view[data-settled]")
            times.append(float(page.evaluate("performance.now()")))
            page.wait_for_timeout(500)
            shifts.append(float(page.evaluate("measured.shift")))
            page.context.close()
        told |= _spread(f"load_{name}_ms", times) | {f"cls_{name}": round(max(shifts), 4)}
    return told


def _asks(browser: Browser, address: str, questions: Sequence[str]) -> dict[str, Any]:
    """Enter to the first result, for each question once, in one visit."""
    page = _visit(browser)
    page.goto(address)
    page.wait_for_selector("#view[data-settled]")
    times = []
    for question in questions:
        page.fill(_BOX, question)
        page.keyboard.press("Enter")
        times.append(float(page.evaluate("measured.drawn")))
        page.wait_for_selector("#view[data-settled]")
    page.wait_for_timeout(500)
    shift = round(float(page.evaluate("measured.shift")), 4)
    page.context.close()
    return {"questions": len(times), **_spread("enter_ms", times), "cls_visit": shift}


def _spread(name: str, values: Sequence[float]) -> dict[str, float]:
    order = sorted(values)
    return {
        f"{name}_median": round(median(order)),
        f"{name}_p95": round(order[min(int(0.95 * len(order)), len(order) - 1)]),
    }


if __name__ == "__main__":
    sys.exit(main())
