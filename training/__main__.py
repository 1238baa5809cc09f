"""The command line: ``python -m training --data FOLDER --output FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from training.recipe import Recipe, Report, made_up_material, read_material, run


def main(arguments: list[str] | None = None) -> int:
    """Run the recipe, print what it saw and return the exit status."""
    options = _parser().parse_args(arguments)
    recipe = Recipe.smoke() if options.smoke else Recipe()
    torch.set_num_threads(options.threads)
    if options.smoke:
        material = made_up_material(recipe, options.seed)
    elif options.data is None:
        print("python -m training: --data FOLDER is needed, or --smoke", file=sys.stderr)
        return 2
    else:
        evaluation = options.evaluation or options.data.parent / "eval"
        material = read_material(options.data, evaluation, recipe)
    print_report(run(material, recipe, options.output, options.seed))
    return 0


def print_report(report: Report) -> None:
    """Print the pairs, figures, losses, times and size of a run."""
    print("training pairs:", ", ".join(f"{k} {n}" for k, n in sorted(report.pairs.items())))
    for name, figures in (
        ("character-bigram BM25", report.bm25),
        ("vectors before contrastive training", report.before),
        ("vectors after", report.after),
    ):
        print(name)
        for family, quality in figures.items():
            print(f"  {family:10s} {quality}")
    print(f"loss {report.first_loss:.3f} -> {report.last_loss:.3f}")
    print("seconds:", ", ".join(f"{name} {lap:.0f}" for name, lap in report.seconds.items()))
    print(f"size: {report.size / 1e6:.1f} MB")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with text/, pairs/ and lexical/")
    parser.add_argument(
        "--evaluation", type=Path, help="evaluation sets, kept out of the pairs (default: ../eval of --data)"
    )
    parser.add_argument("--output", type=Path, default=Path("models/policy-static-zh"))
    parser.add_argument("--smoke", action="store_true", help="a few seconds over made-up texts")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="processor cores to use")
    return parser


if __name__ == "__main__":
    sys.exit(main())
