"""Plan the fixtures of the Checkov checks with the real provider and no credentials; keep the plans beside them.

Usage: python scripts/build_rule_plans.py [--check] [SLUG...]

A root without a provider block is planned for us-east-1. `--check` writes nothing and ends in 1 when a plan is not what
the provider makes of the root today.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build_plans import LAZY
from plan_sources import REPOSITORY
from plan_text import plan_text

from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.provider import shared_provider
from guardrails.rehearsal.scratch import go_offline
from guardrails.rehearsal.terraform import Terraform

FIXTURES = REPOSITORY / "tests" / "rules" / "checkov"
MADE_FROM = "plan.made-from"
PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'


def roots(slugs: Sequence[str]) -> list[Path]:
    """Return the folders of the fixtures of these checks, or of all."""
    every = sorted(file.parent for file in FIXTURES.rglob("main.tf") if ".terraform" not in file.parts)
    return [one for one in every if not slugs or one.relative_to(FIXTURES).parts[0] in slugs]


def digest(root: Path) -> str:
    """Return the SHA-256 (hex) of the sources of a root, and of the modules below it that are no roots themselves."""
    files = sorted(file for file in root.rglob("*.tf*") if file.suffix in (".tf", ".tfvars"))
    nested = [file.parent for file in files if file.name == "main.tf" and (file.parent / MADE_FROM).exists()]
    own = [file for file in files if not any(one != root and file.is_relative_to(one) for one in nested)]
    parts = [f"{file.relative_to(root).as_posix()}\n{file.read_text('utf-8')}\n" for file in own]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def planned(root: Path, reattach: str) -> str:
    """Return the text of the plan of a root. Raises RehearsalError when Terraform refuses it."""
    with tempfile.TemporaryDirectory(prefix="plan-") as scratch:
        copy = Path(shutil.copytree(root, Path(scratch) / root.name, ignore=shutil.ignore_patterns("plan.*")))
        if not any('provider "aws"' in file.read_text("utf-8") for file in copy.glob("*.tf")):
            (copy / "provider.tf").write_text(PROVIDER, "utf-8")
        go_offline(copy)
        terraform = Terraform(copy, endpoint=None, reattach=reattach, variables={}, more=LAZY)
        terraform.get()
        terraform.plan(refresh=False)
        return plan_text(terraform.show())


def main() -> int:
    """Write or check the plans; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    options = parser.parse_args()
    bad = 0
    with shared_provider() as reattach:
        for root in roots(options.slugs):
            name = root.relative_to(FIXTURES).as_posix()
            try:
                text = planned(root, reattach)
            except (RehearsalError, OSError, ValueError) as problem:
                print(f"{name}: {problem}", file=sys.stderr)
                bad += 1
                continue
            file = root / "plan.json"
            same = file.is_file() and file.read_text("utf-8") == text
            if options.check:
                bad += not same
            else:
                file.write_text(text, "utf-8")
                (root / MADE_FROM).write_text(digest(root) + "\n", "utf-8")
            print(f"{name}{'' if same else ': stale' if options.check else ': written'}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
