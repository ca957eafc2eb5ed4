"""Write rules/checkov/guardrail_taggable.py: the resource types that take tags, from the schema of the AWS provider.

Usage: python scripts/build_taggable.py [--check]. Needs Terraform and the unpacked provider; `--check` writes nothing
and ends in 1 when the file is not what the provider says.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from pathlib import Path

from guardrails.rehearsal.installation import aws_provider, plugin_folder
from guardrails.rehearsal.terraform import Terraform

FILE = Path(__file__).resolve().parents[1] / "rules" / "checkov" / "guardrail_taggable.py"
_ROOT = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'


def taggable() -> list[str]:
    """Return the types with `tags_all`, and the one whose tags are `tag` blocks, in order."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "main.tf").write_text(_ROOT, "utf-8")
        (provider,) = Terraform(folder).schemas().values()
    rows = provider["resource_schemas"].items()
    return sorted({name for name, row in rows if "tags_all" in row["block"]["attributes"]} | {"aws_autoscaling_group"})


def text_of(types: list[str], version: str) -> str:
    """Return the file's text; names stand in it without their `aws_`."""
    names = textwrap.fill(" ".join(one.removeprefix("aws_") for one in types), 118, break_on_hyphens=False)
    return (
        f'"""The resource types of the AWS provider {version} that take tags; it holds no check.\n\n'
        "`python scripts/build_taggable.py` writes it from the provider's schema\n"
        f'(https://registry.terraform.io/providers/hashicorp/aws/{version}/docs, 2026-11).\n"""\n\n'
        "from __future__ import annotations\n\n"
        f'_NAMES = """\n{names}\n"""\n\n'
        'TAGGABLE = tuple(f"aws_{name}" for name in _NAMES.split())\n'
    )


def main(arguments: list[str]) -> int:
    """Write or compare the file; return the exit code."""
    text = text_of(taggable(), aws_provider(plugin_folder()).version)
    if arguments == ["--check"]:
        return int(FILE.read_text("utf-8") != text)
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
