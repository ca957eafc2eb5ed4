"""`docs/use-with-checkov.md`: every command on it, run with the real tools, gives the exit code and words it says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.rules.fixtures import REPOSITORY, checkov_python
from tests.terraform.document_commands import blocks, commands, problem_with

PAGE = (REPOSITORY / "docs" / "use-with-checkov.md").read_text("utf-8")
LINES = [line for block in blocks(PAGE) for line in block.splitlines()]
PLAN = "tests/terraform/plans/accelerator-instance.json"
OVER_CAP = "p3.16xlarge has accelerators and is not allowed"
EXAMPLE = "checkov -d docs/examples/training --external-checks-dir rules/checkov --check"
NOTHING = "By Prisma Cloud"
"""Checkov's banner, and no result at all below it."""

SAID: dict[str, tuple[int, str]] = {
    f"{EXAMPLE} 'CKV_LZ_*' --skip-download --compact": (1, OVER_CAP),
    "checkov -f plan.json --framework terraform_plan --external-checks-dir rules/checkov --check 'CKV_LZ_*' "
    "--skip-download --compact": (1, OVER_CAP),
    "guardrails render --rules --check": (0, "rules/settings.json is current"),
    f"GUARDRAILS_ACCOUNT=Prod {EXAMPLE} CKV_LZ_002 --skip-download --compact": (1, "Environment is dev; expected prod"),
    f"GUARDRAILS_SETTINGS=rules/settings.json {EXAMPLE} CKV_LZ_005 --skip-download --compact": (1, "Skipped checks: 1"),
    f"{EXAMPLE} 'CKV_LZ_*' --skip-download --compact --hard-fail-on HIGH": (1, OVER_CAP),
    f"{EXAMPLE} 'CKV_LZ_*' --skip-download --compact --soft-fail-on CRITICAL": (0, OVER_CAP),
    f"{EXAMPLE} CKV_LZ_999 --skip-download --compact": (0, NOTHING),
    f"GUARDRAILS_ACCOUNT=Nobody {EXAMPLE} CKV_LZ_002 --skip-download --compact": (0, NOTHING),
    "cfn-lint -a rules/cfn_lint -- terraform/blueprints/sandbox.yaml": (0, ""),
    "cfn-lint -a rules/cfn_lint --include-checks I9 -- terraform/blueprints/sandbox.yaml": (0, ""),
    "guardrails check docs/examples/training": (1, OVER_CAP),
    "guardrails check docs/examples/training --no-stock-checks -v": (1, "the instance type is known only after apply"),
    "guardrails check docs/examples/training/main.tf --account Dev --skip-comments forbid": (1, "forbidden here"),
    "guardrails check terraform/blueprints/sandbox.yaml --account Dev": (0, "1 file checked"),
    f"guardrails gate {PLAN} --account Dev --rule 'CKV_LZ_*'": (1, OVER_CAP),
}
"""Line of the page -> its exit code, and words of its output."""

NOT_RUN = {"terraform plan -out tfplan", "terraform show -json tfplan > plan.json"}
"""These need credentials or a download; that they parse is a test all the same."""


def test_the_table_is_the_page() -> None:
    assert {*SAID, *NOT_RUN} == set(LINES)


@pytest.mark.parametrize("line", [one for one in LINES if one.startswith(("guardrails ", "terraform "))])
def test_a_command_parses(line: str) -> None:
    (words,) = commands(line)
    assert problem_with(words) == ""


@pytest.mark.parametrize("line", SAID)
def test_a_command_does_what_the_page_says(line: str, tmp_path: Path) -> None:
    code, words = SAID[line]
    done = told(line.replace(" plan.json ", f" {PLAN} "), tmp_path)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in re.sub(r"\s+", " ", done.stdout), done.stdout
    assert (words == NOTHING) == ("checkov" in line and "Passed checks" not in done.stdout)
    if "checkov -d" in line:
        assert "aws_instance.asked" not in done.stdout or "CKV_LZ_005" not in line, "UNKNOWN is not reported"


def test_a_mild_finding_does_not_end_in_1_where_only_severe_ones_are_to(tmp_path: Path) -> None:
    only = f"GUARDRAILS_ACCOUNT=Prod {EXAMPLE} CKV_LZ_003 --skip-download --compact"
    done = told(f"{only} --hard-fail-on HIGH", tmp_path)
    assert (done.returncode, "Failed checks: 3" in done.stdout) == (0, True), done.stdout
    assert told(only, tmp_path).returncode == 1


def told(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the page at the top of the repository, with tools of one environment and nobody's settings."""
    bin = checkov_python().parent
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("GUARDRAILS_", "BC_", "CKV_"))}
    inner = {**outer, "PATH": f"{bin}{os.pathsep}{outer['PATH']}", "HOME": str(home), "GUARDRAILS_CACHE": "0"}
    return subprocess.run(
        ["bash", "-c", line], cwd=REPOSITORY, env=inner, capture_output=True, text=True, timeout=300, check=False
    )


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGE)
    assert len(targets) >= 4
    for target in targets:
        assert (REPOSITORY / "docs" / target).exists(), target
