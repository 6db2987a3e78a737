"""`make bench`: every benchmark, one after the other, or those that are named."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from tests import bench


def main() -> None:
    """Runs the benchmarks; each prints its own numbers beside a peer or a limit of the same run."""
    every = [
        module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")
    ]
    for name in sys.argv[1:] or every:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        sys.argv = [name]
        importlib.import_module(f"tests.bench.{name}").main()


main()
