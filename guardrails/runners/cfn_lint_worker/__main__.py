"""Run as a folder (`python -s cfn_lint_worker`): makes a package of it, so that no name in it hides another's."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

NAME = "guardrails_cfn_lint_worker"


def main() -> None:
    """Serve requests until standard input ends."""
    folder = Path(__file__).resolve().parent
    sys.path[:] = [one for one in sys.path if one and Path(one).resolve() != folder]
    spec = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    sys.modules[NAME] = importlib.util.module_from_spec(spec)
    importlib.import_module(f"{NAME}.serving").main()


main()
