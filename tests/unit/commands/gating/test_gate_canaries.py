"""No secret of a plan, or of the configuration beside it, is in anything that the gate says or writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from guardrails.commands.gating.locating import located
from guardrails.renderers.formats import GATE_FORMATS
from guardrails.terraform.reading.plan_file import read_plan
from tests.unit.terraform.reading.documents import PLANS, SECRETS, TERRAFORM, block, configured, document, row

REPOSITORY = Path(__file__).parents[4]
PROJECT = ("--root", str(REPOSITORY))
CANARY = "canary-9d2e-value"
INGRESS = {
    "type": "ingress",
    "from_port": 22,
    "to_port": 22,
    "protocol": "tcp",
    "cidr_blocks": ["0.0.0.0/0"],
    "security_group_id": "sg-0123456789abcdef0",
    "description": f"key {CANARY}",
}


def all_that_is_said(plan: Path, folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """Run the gate and the list of requests, and return every text that comes out, by where it does."""
    reports = [f"{name}={folder / name}" for name in GATE_FORMATS]
    outputs = [word for one in reports for word in ("--output", one)]
    gate = ["gate", str(plan), "--account", "Dev", *PROJECT, *words]
    found: dict[str, str] = {}
    for name, command in {
        "gate": [*gate, *outputs, "--write-baseline", str(folder / "baseline")],
        "gate -v": [*gate, "-v"],
        "gate json": [*gate, "--format", "json"],
        "requests": ["requests", str(plan), "--reads", *words],
        "requests json": ["requests", str(plan), "--reads", "--format", "json", *words],
    }.items():
        capsys.readouterr()
        assert run(command) in (0, 1, 3)
        said = capsys.readouterr()
        found[f"{name}: stdout"], found[f"{name}: stderr"] = said.out, said.err
    found.update((file.name, file.read_text("utf-8")) for file in sorted(folder.iterdir()))
    return found


@pytest.mark.parametrize("name", SECRETS)
def test_no_output_holds_a_secret_of_a_fixture(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = TERRAFORM / "fixtures" / name
    found = all_that_is_said(PLANS / f"{name}.json", tmp_path, capsys, "--source", str(source))
    assert set(GATE_FORMATS) <= set(found)
    assert all(found[format] for format in ("json", "html", "sarif", "markdown", "text"))
    leaks = [(place, word) for place, text in found.items() for word in SECRETS[name] if word in text]
    assert leaks == []


def plan_of_findings() -> dict[str, Any]:
    """Return a plan with a secret in the very resources that rules find something in."""
    return document(
        row("aws_db_instance.main", after={"password": CANARY, "tags": {}}, after_sensitive={"password": True}),
        row("aws_security_group_rule.world", after=INGRESS),
        row("aws_iam_user.robot", after={"name": "robot", "tags": {"Note": CANARY}, "tags_all": {"Note": CANARY}}),
        row("aws_s3_bucket.open", after={"bucket": f"b-{CANARY}", "tags_all": {"Environment": CANARY}}),
        row("aws_iam_role.any", after={"assume_role_policy": json.dumps({"Statement": [{"Principal": CANARY}]})}),
        row("aws_vpc.main", ["delete"], before={"cidr_block": "10.0.0.0/8", "tags": {"Key": CANARY}}, after=None),
        checks=[
            {"address": {"kind": "check", "to_display": "check.a"}, "status": "fail", "problems": [{"message": CANARY}]}
        ],
        variables={"v": {"value": CANARY}},
        output_changes={"o": {"actions": ["create"], "before": None, "after": CANARY, "after_sensitive": True}},
        action_invocations=[
            {"address": "action.aws_lambda_invoke.a", "type": "aws_lambda_invoke", "config_values": {"payload": CANARY}}
        ],
        configuration=configured(
            block("aws_db_instance.main", password=CANARY),
            variables={"v": {"sensitive": True, "default": CANARY}},
            provider_config={
                "aws": {
                    "name": "aws",
                    "expressions": {
                        "region": {"constant_value": "us-east-1"},
                        "secret_key": {"constant_value": CANARY},
                    },
                }
            },
        ),
    )


def test_no_output_holds_a_secret_that_stands_in_what_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, plan = tmp_path / "reports", tmp_path / "plan.json"
    folder.mkdir()
    plan.write_text(json.dumps(plan_of_findings()), encoding="utf-8")
    found = all_that_is_said(plan, folder, capsys)
    addresses = {one["address"] for one in json.loads(found["gate json: stdout"])["plans"][0]["findings"]}
    assert addresses & {"aws_security_group_rule.world", "aws_vpc.main"}
    assert [place for place, text in found.items() if CANARY in text] == []


def test_no_lines_of_sources_in_a_report_hold_a_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One secret stands behind a name that says so, another only the plan's mask tells of."""
    folder, source = tmp_path / "reports", tmp_path / "source"
    folder.mkdir()
    source.mkdir()
    (source / "main.tf").write_text(
        f"""resource "aws_iam_user" "robot" {{
  name = "robot-for-canaries"
  note = "{CANARY}"
  user_data = <<-EOT
    up --key=canary-in-a-script
  EOT
}}
""",
        encoding="utf-8",
    )
    robot = {"name": "robot-for-canaries", "note": CANARY}
    found = document(
        row("aws_iam_user.robot", after=robot, after_sensitive={"note": True}),
        configuration=configured(block("aws_iam_user.robot", name="robot-for-canaries", note=CANARY)),
    )
    plan = source / "plan.json"
    plan.write_text(json.dumps(found), encoding="utf-8")
    said = all_that_is_said(plan, folder, capsys, "--source", str(source))
    run(["gate", str(plan), "--account", "Dev", *PROJECT, "--output", f"html={folder / 'html'}"])
    said["html"] = (folder / "html").read_text("utf-8")
    assert 'class="lines"' in said["html"], "the page shows lines of the source"
    said.update(located(read_plan(plan), plan, source).texts)
    assert "robot-for-canaries" in said["source/main.tf"]
    assert [place for place, text in said.items() if CANARY in text or "canary-in-a-script" in text] == []


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_no_refusal_holds_one(cut: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps(plan_of_findings())
    file = tmp_path / "plan.json"
    file.write_text(text[: int(len(text) * cut)], encoding="utf-8")
    for command in (["gate", str(file), "--account", "Dev", *PROJECT, "-v"], ["requests", str(file)]):
        assert run(command) == 3
        said = capsys.readouterr()
        assert CANARY not in said.out + said.err
