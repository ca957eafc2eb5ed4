"""Terraform that names files, loops over them, hands documents to modules, or fetches them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.model.policy.document import PolicyType
from tests.unit.files.policies.build import (
    CHECKED,
    DENY,
    HEREDOC,
    NOT_A_POLICY,
    TEXT,
    UNREADABLE,
    content,
    read,
    statements,
    write,
)


@pytest.mark.parametrize(
    "call", ['file("scp.json")', 'file("${path.module}/scp.json")', 'templatefile("scp.json", {})']
)
def test_a_file_that_terraform_reads_is_read_with_the_type_it_has_there(tmp_path: Path, call: str) -> None:
    main = content(call).replace("content", 'type = "RESOURCE_CONTROL_POLICY"\n  content')
    (tmp_path / "scp.json").write_text(TEXT)
    found = write(tmp_path, {"main.tf": main})
    assert found["main.tf"].status is NOT_A_POLICY
    assert found["main.tf"].reason == "its policies stand in scp.json"
    (policy,) = found["scp.json"].policies
    assert (policy.type, policy.text) == (PolicyType.RCP, TEXT)
    both = write(tmp_path, {"main.tf": main, "scp.json": TEXT})
    assert [each.policies[0].type for each in both.values() if each.policies] == [PolicyType.RCP]


@pytest.mark.parametrize("call", ['file("${path.module}/scps/${each.value}")', 'file("./scps/${each.key}.json")'])
def test_all_files_that_may_be_meant_are_read(tmp_path: Path, call: str) -> None:
    for name in ("scps/a.json", "scps/more/b.json", "other.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    found = write(tmp_path, {"main.tf": content(f"jsonencode(jsondecode({call}))")})
    assert found["main.tf"].reason == "its policies stand in scps/a.json and 1 more"
    assert {one.file for one in found.values() if one.status is CHECKED} == {"scps/a.json", "scps/more/b.json"}


LOOP = """
resource "aws_organizations_policy" "x" {{
  for_each = {loop}
  type     = "SERVICE_CONTROL_POLICY"
  content  = {content}
}}
locals {{
  statement = {{ Effect = "Deny", Action = "s3:*", Resource = "*" }}
  policies = {{
    one = {{ Version = "2012-10-17", Statement = [local.statement] }}
    two = {{ Version = "2012-10-17", Statement = [merge(local.statement, {{ Sid = "B" }})] }}
  }}
}}
"""


@pytest.mark.parametrize(
    "content",
    ["jsonencode(each.value)", "jsonencode(local.policies[each.key])", "<<E\n${jsonencode(each.value)}\nE\n"],
)
def test_each_instance_of_a_resource_is_a_policy(tmp_path: Path, content: str) -> None:
    one = read(tmp_path, LOOP.format(loop="local.policies", content=content), "main.tf")
    assert (one.status, one.reason) == (CHECKED, "")
    assert [policy.name for policy in one.policies] == ['x["one"]', 'x["two"]']
    assert "B" in str(one.policies[1].parsed.value)


def test_an_open_loop_is_named(tmp_path: Path) -> None:
    one = read(tmp_path, LOOP.format(loop="var.policies", content="jsonencode(each.value)"), "main.tf")
    assert one.status is UNREADABLE
    assert one.reason == "content of aws_organizations_policy.x is built from `each.value`: render it first"


@pytest.mark.parametrize(
    ("loop", "path"),
    [
        ('fileset(path.module, "scps/*.json")', "${path.module}/${each.value}"),
        ('toset(["a", "b"])', "./scps/${each.key}.json"),
    ],
)
def test_files_of_a_loop_are_read(tmp_path: Path, loop: str, path: str) -> None:
    for name in ("scps/a.json", "scps/b.json", "scps/none.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    found = write(tmp_path, {"main.tf": LOOP.format(loop=loop, content=f'file("{path}")')})
    assert found["main.tf"].status is NOT_A_POLICY
    assert {one.file for one in found.values() if one.status is CHECKED} == {"scps/a.json", "scps/b.json"}


@pytest.mark.parametrize("pattern", ["../*.json", "/etc/*", "{a,b}.json"])
def test_a_loop_does_not_leave_its_folder(tmp_path: Path, pattern: str) -> None:
    text = LOOP.format(loop=f'fileset(path.module, "{pattern}")', content='file("${path.module}/${each.value}")')
    assert read(tmp_path, text, "main.tf").status is UNREADABLE


def test_documents_given_to_a_module_about_policies_are_read(tmp_path: Path) -> None:
    module = """
module "{name}" {{
  source = "./modules/x"
  policy = jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Deny", Action = "s3:*" }}] }})
  plain  = {{ Version = "2012-10-17", Statement = [] }}
  other  = jsonencode({{ a = 1 }})
}}
"""
    found = write(tmp_path, {"a.tf": module.format(name="scp_limits"), "b.tf": module.format(name="role")})
    assert [policy.name for policy in found["a.tf"].policies] == ["scp_limits.policy", "scp_limits.plain"]
    assert found["b.tf"].status is NOT_A_POLICY
    dynamic = module.replace("Action =", "Action = var.x, B =")
    one = read(tmp_path, dynamic.format(name="scp_limits"), "a.tf")
    assert one.reason == "content of module.scp_limits.policy is built from `var.x`: render it first"


def test_a_local_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TEXT)
    data = 'data "local_file" "a" {\n  filename = "${path.module}/a.json"\n}\n'
    found = write(tmp_path, {"main.tf": content("data.local_file.a.content", data)})
    assert found["a.json"].status is CHECKED


def test_other_types_of_policies_are_none_of_ours(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC.replace("  content", '  type = "TAG_POLICY"\n  content'), "main.tf")
    assert (one.status, one.reason) == (NOT_A_POLICY, "tag policy of Terraform")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('resource "aws_s3_bucket" "x" {\n  bucket = var.name\n}\n', NOT_A_POLICY),
        ('resource "aws_iam_policy" "x" {\n  policy = jsonencode({ Statement = [] })\n}\n', NOT_A_POLICY),
        ('resource "aws_organizations_policy_attachment" "x" {\n  policy_id = "p-1"\n}\n', NOT_A_POLICY),
        ('resource "aws_organizations_policy" "x" {\n  name = "x"\n}\n', UNREADABLE),
        ("# nothing\n", NOT_A_POLICY),
    ],
)
def test_other_terraform_files(tmp_path: Path, text: str, status: object) -> None:
    assert read(tmp_path, text, "main.tf").status is status


@pytest.mark.parametrize(
    ("expression", "fetched"),
    [
        ("data.http.policy.response_body", "data.http.policy.response_body"),
        ("jsonencode(jsondecode(data.http.policy.body))", "data.http.policy.body"),
        ("data.external.policy.result.json", "data.external.policy.result.json"),
        ("data.aws_s3_object.policy.body", "data.aws_s3_object.policy.body"),
        ("jsonencode({ Statement = jsondecode(data.http.x.body) })", "data.http.x.body"),
        ("<<E\n${data.http.policy.response_body}\nE\n", "data.http.policy.response_body"),
    ],
)
def test_text_that_is_fetched_is_remote_content(tmp_path: Path, expression: str, fetched: str) -> None:
    one = read(tmp_path, content(expression), "main.tf")
    assert one.status is UNREADABLE
    (finding,) = one.findings
    assert (finding.rule, finding.token) == ("LINT-028", fetched)
    assert finding.location.span is not None
    assert finding.location.span.line == 2


def test_a_fetched_value_inside_of_a_document_leaves_a_document(tmp_path: Path) -> None:
    text = HEREDOC.replace('"*"', '"arn:aws:s3:::${data.http.bucket.response_body}"')
    one = read(tmp_path, text, "main.tf")
    assert (one.status, one.findings) == (CHECKED, ()), "the lint of the document speaks of it"


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("scps", "git::https://example.com/policies.git", True),
        ("scps", "git::https://example.com/policies.git?ref=main", True),
        ("scps", "git::https://example.com/policies.git?ref=v1.2.3", False),
        ("scps", "git::https://example.com/policies.git?ref=release-1.2", False),
        ("scps", "git::https://example.com/policies.git?ref=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", False),
        ("x", "github.com/example/terraform-aws-scp", True),
        ("x", "git@github.com:example/service-control-policies.git//all", True),
        ("vpc", "git::https://example.com/network.git", False),
        ("bedrock_guardrails", "git::https://example.com/bedrock.git", False),
        ("scps", "./modules/scps", False),
        ("scps", "trussworks/org-scp/aws", False),
    ],
)
def test_modules_with_policies_are_pinned(tmp_path: Path, name: str, source: str, found: bool) -> None:
    one = read(tmp_path, f'module "{name}" {{\n  source = "{source}"\n}}\n', "main.tf")
    assert one.status is NOT_A_POLICY
    assert [finding.rule for finding in one.findings] == ["LINT-028"] * found


def test_the_syntax_in_json(tmp_path: Path) -> None:
    def main(content: str) -> dict[str, Any]:
        return {"resource": {"aws_organizations_policy": {"x": [{"name": "x", "content": content}]}}}

    one = read(tmp_path, main(TEXT), "main.tf.json")
    assert (one.status, statements(one)) == (CHECKED, [DENY])
    dynamic = read(tmp_path, main("${var.document}"), "main.tf.json")
    assert dynamic.status is UNREADABLE
    assert "content of aws_organizations_policy.x is built from ${var.document}" in dynamic.reason
    assert read(tmp_path, {"resource": {"aws_s3_bucket": {}}}, "main.tf.json").status is NOT_A_POLICY
