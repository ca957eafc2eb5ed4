"""Which live roots a change affects, in the order in which they are applied. Needs git and the standard library only.

Usage:
  affected.py [--base REF] [--form list|json|gitlab]   roots that the commits since REF affect; without REF all of them
  affected.py --describe ROOT                          account_id=... and region=... of one root, for a job's outputs

A root is affected by its own files (its generated values among them), by those of every module that it uses, directly
or through another module, by the policy documents that it names, and by the pipelines themselves. When the commits
cannot be compared (a new branch, a rewritten history), every root is affected.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ORDER = (
    "management/organization",
    "management/security-services",
    "management/cost-management",
    "management/identity",
    "dev/account-baseline",
    "dev/networking",
    "dev/backup",
    "dev/model-platform",
    "prod/account-baseline",
    "prod/networking",
    "prod/backup",
    "prod/model-platform",
)
"""The roots that a pipeline applies, in this order. `bootstrap` is applied by hand: it makes the pipeline's roles."""

PRODUCTION = "prod/"
"""Roots that are applied only after somebody approved their plan."""

LIVE = "terraform/live/"
EVERYTHING = ("terraform/pipelines/", ".github/workflows/terraform", ".gitlab-ci.yml")
"""Paths that decide how every root is planned."""

VALUES = "guardrails.auto.tfvars.json"
_DOCUMENT = re.compile(r"scps/[a-z0-9_./-]*[a-z0-9]")
_SOURCE = re.compile(r'(?:^|\{)[ \t]*source\s*=\s*"(\.{1,2}/[^"]+)"', re.MULTILINE)


def affected(project: Path, changed: Iterable[str] | None) -> list[str]:
    """Return the affected roots in the order of `ORDER`; `changed` are paths below the project, None means all."""
    roots = [root for root in ORDER if (project / LIVE / root).is_dir()]
    if changed is None:
        return roots
    paths = tuple(changed)
    if any(path.startswith(EVERYTHING) for path in paths):
        return roots
    return [root for root in roots if any(path.startswith(prefixes_of(project, root)) for path in paths)]


def unordered(project: Path) -> list[str]:
    """Return the live roots that `ORDER` does not know: a pipeline that passed them over would look like a success."""
    found = {file.parent.relative_to(project / LIVE).as_posix() for file in (project / LIVE).glob("*/*/*.tf")}
    return sorted(root for root in found.difference(ORDER) if not root.endswith("/bootstrap"))


def prefixes_of(project: Path, root: str) -> tuple[str, ...]:
    """Return the beginnings of the paths that concern a root: its folder, its modules', its documents."""
    folder = project / LIVE / root
    texts = [file.read_text("utf-8") for file in sorted((*folder.glob("*.tf"), *folder.glob(VALUES)))]
    documents = sorted({path for text in texts for path in _DOCUMENT.findall(text)})
    return (*(f"{one}/" for one in (LIVE + root, *modules_of(project, LIVE + root))), *documents)


def modules_of(project: Path, folder: str) -> list[str]:
    """Return the folders of all local modules that a folder's configuration calls, those of modules included.

    A module that is named but gone counts: whoever deletes it affects the root. Raises ValueError for one outside.
    """
    found: list[str] = []
    waiting = [folder]
    while waiting:
        here = project / waiting.pop()
        for file in sorted(here.glob("*.tf")):
            for source in _SOURCE.findall(file.read_text("utf-8")):
                place = (here / source).resolve()
                if not place.is_relative_to(project.resolve()):
                    raise ValueError(f"{file} calls {source}, which is outside of the project")
                module = place.relative_to(project.resolve()).as_posix()
                if module not in found:
                    found.append(module)
                    waiting.append(module)
    return found


def changed_since(project: Path, base: str) -> list[str] | None:
    """Return the paths that differ since the common ancestor with `base`; None where git cannot say."""
    if base.startswith("-"):  # git would read an option
        return None
    command = ["git", "diff", "--name-only", "--no-renames", "-z", f"{base}...HEAD", "--"]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    paths = done.stdout.decode("utf-8", errors="replace").split("\0")
    return [path for path in paths if path] if done.returncode == 0 else None


def describe(project: Path, root: str) -> dict[str, str]:
    """Return account and region of a root from its generated values.

    Raises ValueError where the root is none that a pipeline knows, or its values are not what they must be.
    """
    if root not in ORDER:
        raise ValueError(f"{root!r} is no root of the pipeline; there are {', '.join(ORDER)}")
    values = json.loads((project / LIVE / root / VALUES).read_text("utf-8"))
    said = {"account_id": str(values["account_id"]), "region": str(values["home_region"])}
    forms = {"account_id": r"[0-9]{12}", "region": r"[a-z]{2}(-[a-z]+)+-[0-9]"}
    for name, form in forms.items():
        if not re.fullmatch(form, said[name]):
            raise ValueError(f"{LIVE}{root}/{VALUES}: {name} is {said[name]!r}")
    return said


def gitlab(roots: Sequence[str]) -> dict[str, object]:
    """Return a child pipeline of GitLab: for each root plan and apply, one after the other, production by hand."""
    jobs: dict[str, object] = {
        "include": [{"local": "terraform/pipelines/gitlab/jobs.gitlab-ci.yml"}],
        "stages": ["plan", "apply"],
    }
    before: list[dict[str, object]] = []
    for root in roots:
        plan, apply = f"plan {root}", f"apply {root}"
        variables = {"ROOT": root, "READS": reads(root)}
        jobs[plan] = {"extends": ".terraform-plan", "variables": variables, "needs": before}
        kind = ".terraform-apply-production" if root.startswith(PRODUCTION) else ".terraform-apply"
        jobs[apply] = {"extends": kind, "variables": variables, "needs": [plan], "resource_group": root}
        before = [{"job": apply, "optional": True}]  # a merge request has plans only
    if not roots:
        jobs["nothing to do"] = {"extends": ".terraform-nothing"}
    return jobs


def reads(root: str) -> str:
    """Return the root whose VPC id this one takes as a variable; empty for most."""
    account, _, module = root.partition("/")
    return f"{account}/networking" if module == "model-platform" else ""


def _shown(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the answer; 0 when there is one, 2 for a root that cannot be described, or that the order does not know."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="", help="commit or branch to compare with")
    parser.add_argument("--form", choices=["list", "json", "gitlab"], default="list")
    parser.add_argument("--describe", metavar="ROOT")
    parser.add_argument("--project", type=Path, default=Path.cwd())
    asked = parser.parse_args(arguments)
    if asked.describe is not None:
        try:
            print("\n".join(f"{name}={value}" for name, value in describe(asked.project, asked.describe).items()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            print(f"error: {_shown(str(error))}", file=sys.stderr)
            return 2
        return 0
    if not (asked.project / LIVE).is_dir():
        print(f"error: there is no {LIVE} in {_shown(str(asked.project))}", file=sys.stderr)
        return 2
    for root in ORDER:
        if not (asked.project / LIVE / root).is_dir():
            print(f"note: {LIVE}{root} is not there; what it made stays in AWS until it is destroyed", file=sys.stderr)
    if strangers := unordered(asked.project):
        named = ", ".join(_shown(root) for root in strangers)
        print(f"error: not in ORDER of terraform/pipelines/affected.py, so never applied: {named}", file=sys.stderr)
        return 2
    known = asked.base.strip("0")  # forty zeros: the branch had no commit before
    try:
        roots = affected(asked.project, changed_since(asked.project, asked.base) if known else None)
    except (OSError, ValueError) as error:
        print(f"error: {_shown(str(error))}", file=sys.stderr)
        return 2
    if asked.form == "list":
        print("\n".join(roots))
    else:
        print(json.dumps(roots if asked.form == "json" else gitlab(roots)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
