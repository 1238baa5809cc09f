"""The API against the OpenAPI document that the server gives, by schemathesis: what is told is so, whatever is sent.

    python -m evaluation.reliability.contract --index INDEX [--examples 100] [--seed 7] [--output FILE]

To each operation go so many requests that the document allows and so many that it does not. A fault is a status of 500,
an answer that the document does not tell of, a wrong request that is taken, a right one that is refused, and a call
that was taken and whose result does not come whole. Needs ``requirements-dev.txt``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Err
from schemathesis.schemas import APIOperation

from evaluation.reliability.server import Server

# Those that ask for another behaviour than the document tells of: we answer 403 to methods that are not open.
_NOT_ASKED = ("unsupported_method", "allow_header_conformance")
_MOST_TOLD = 5
_PATIENCE_S = 120
Figures = dict[str, Any]


def main() -> int:
    """Prints the figures as JSON; 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    with Server(flags.index) as server:
        figures = checked(server.address, flags.examples, flags.seed)
    text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if flags.output:
        flags.output.write_text(text, "utf-8")
    return int(figures["faults"] > 0)


def checked(address: str, examples: int, seed_of_all: int) -> Figures:
    """What came of ``examples`` requests that are right, and as many that are wrong, to each operation."""
    schema = schemathesis.openapi.from_url(f"{address}/gradio_api/openapi.json")
    statuses: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    told: list[str] = []
    operations = []
    for found in schema.get_all_operations():
        if isinstance(found, Err):
            raise found.err()
        operations.append(found.ok())
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _check(operation, mode, address, examples, seed_of_all, statuses, faults, told)
    return {
        "operations": len(operations),
        "requests": sum(statuses.values()),
        "statuses": dict(sorted(statuses.items())),
        "faults": sum(faults.values()),
        "kinds": dict(faults),
        "first": told[:_MOST_TOLD],
        "schemathesis": schemathesis.__version__,
        "seed": seed_of_all,
    }


def _check(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    address: str,
    examples: int,
    seed_of_all: int,
    statuses: Counter[str],
    faults: Counter[str],
    told: list[str],
) -> None:
    """Sends to one operation, and counts."""
    excluded = [check for name in _NOT_ASKED for check in schemathesis.checks.CHECKS.get_by_names([name])]

    def fault(kind: str, what: str) -> None:
        faults[kind] += 1
        told.append(f"{operation.label} ({mode.value}): {kind}: {what}"[:600])

    def sent(case: Any) -> None:
        response = case.call(base_url=address, timeout=_PATIENCE_S)
        statuses[str(response.status_code)] += 1
        try:
            case.validate_response(response, excluded_checks=excluded)
        except FailureGroup as group:
            for failure in group.exceptions:
                fault(type(failure).__name__, f"{case.as_curl_command()} {response.status_code} {failure}")
        except Failure as failure:
            fault(type(failure).__name__, f"{case.as_curl_command()} {response.status_code} {failure}")
        if operation.method == "post" and response.status_code == 200:
            path = operation.path.replace("/v2", "") + "/" + response.json()["event_id"]
            result = httpx.get(address + path, timeout=_PATIENCE_S).text
            if not result.rstrip().rpartition("event: ")[2].startswith("complete"):
                fault("NoResult", f"{case.as_curl_command()} {result[-200:]}")

    run = given(case=operation.as_strategy(generation_mode=mode))(sent)
    phases = (Phase.explicit, Phase.generate)
    bounds = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    seed(seed_of_all)(bounds(run))()


if __name__ == "__main__":
    raise SystemExit(main())
