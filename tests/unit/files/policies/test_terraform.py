"""Terraform: policies in heredocs, `jsonencode`, blocks and files; what is worked out later is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.model.policy.document import PolicyType
from tests.unit.files.policies.build import (
    CHECKED,
    DENY,
    HEREDOC,
    NOT_A_POLICY,
    SCP,
    UNREADABLE,
    codes,
    content,
    line_of,
    read,
    statements,
    write,
)

ENCODED = """\
resource "aws_organizations_policy" "limits" {
  type    = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "A"
        Effect    = "Deny" # comment
        Principal = "*"
        Action    = ["s3:*", "sts:*"],
        "Resource" : "*"
        Condition = {
          Bool         = { "aws:SecureTransport" = false }
          NumericEquals = { "s3:max-keys" = -1 }
        }
      }
    ]
  })
}
"""

BLOCKS = """\
data "aws_iam_policy_document" "limits" {
  statement {
    sid         = "A"
    effect      = "Deny"
    not_actions = ["iam:*", "sts:*"]
    resources   = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestedRegion"
      values   = local.regions
    }
    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["&{aws:username}"]
    }
  }
  statement {
    actions       = ["s3:GetObject"]
    not_resources = ["arn:aws:s3:::a/*"]
  }
}
resource "aws_organizations_policy" "limits" {
  content = data.aws_iam_policy_document.limits.json
}
locals {
  home    = "eu-west-1"
  regions = concat([local.home], ["us-east-1"])
}
"""


def test_a_heredoc_is_read_with_exact_places(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC, "main.tf")
    assert (one.status, one.reason, codes(one)) == (CHECKED, "", [])
    (policy,) = one.policies
    assert (policy.name, policy.type, policy.text) == ("limits", PolicyType.SCP, "")
    assert policy.parsed.value == SCP
    assert line_of(one, "Statement", 0, "Action") == HEREDOC[: HEREDOC.index('"Action"')].count("\n") + 1
    column = policy.locate([("Version",)])[("Version",)].span
    assert column is not None
    assert column.column == '  "Version": "2012'.index('"2012') + 1


def test_faults_of_the_text_in_a_heredoc_stand_where_they_are(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC.replace('"Resource": "*"', '"Resource": "*", // all'), "main.tf")
    assert sorted(codes(one)) == ["comment", "trailing-comma"]


def test_a_heredoc_in_a_file_with_windows_line_ends(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC.replace("\n", "\r\n"), "main.tf")
    assert (one.status, statements(one)) == (CHECKED, [DENY])
    assert line_of(one, "Statement", 0, "Sid") == 9


def test_jsonencode_is_read_with_exact_places(tmp_path: Path) -> None:
    one = read(tmp_path, ENCODED, "main.tf")
    assert (one.status, one.reason) == (CHECKED, "")
    (policy,) = one.policies
    assert policy.type is PolicyType.RCP
    assert statements(one) == [
        {
            "Sid": "A",
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:*", "sts:*"],
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": False}, "NumericEquals": {"s3:max-keys": -1}},
        }
    ]
    assert line_of(one, "Statement", 0, "Action", 1) == 10
    assert line_of(one, "Statement", 0, "Condition", "Bool", "aws:SecureTransport") == 13
    assert line_of(one, "Statement", 0, "Resource", "nothing") == 11, "the nearest value around"


def test_document_blocks_are_read_with_locals(tmp_path: Path) -> None:
    one = read(tmp_path, BLOCKS, "main.tf")
    assert (one.status, one.reason) == (CHECKED, "")
    first, second = statements(one)
    assert first == {
        "Sid": "A",
        "Effect": "Deny",
        "NotAction": ["iam:*", "sts:*"],
        "Resource": ["*"],
        "Condition": {
            "StringNotEquals": {
                "aws:RequestedRegion": ["eu-west-1", "us-east-1"],
                "aws:PrincipalTag/team": ["${aws:username}"],
            }
        },
    }
    assert second == {"Effect": "Allow", "Action": ["s3:GetObject"], "NotResource": ["arn:aws:s3:::a/*"]}
    assert line_of(one, "Statement", 0, "NotAction", 1) == 5
    assert line_of(one, "Statement", 0, "Condition", "StringNotEquals", "aws:PrincipalTag/team") == 15
    assert line_of(one, "Statement", 1) == 18


def test_principals_of_a_block(tmp_path: Path) -> None:
    block = 'data "aws_iam_policy_document" "x" {\n statement {\n  actions = ["s3:*"]\n  effect = "Deny"\n  %s\n }\n}\n'
    for principals, wanted in (
        ('principals {\n type = "*"\n identifiers = ["*"]\n}', "*"),
        ('principals {\n type = "AWS"\n identifiers = ["*"]\n}', {"AWS": "*"}),
        ('principals {\n type = "AWS"\n identifiers = ["1", "2"]\n}', {"AWS": ["1", "2"]}),
    ):
        one = read(tmp_path, block % principals, "rcps/main.tf")
        assert statements(one)[0]["Principal"] == wanted


def test_locals_and_blocks_of_other_files_of_the_folder_are_known(tmp_path: Path) -> None:
    data, _, rest = BLOCKS.partition("resource ")
    resource, _, values = rest.partition("locals ")
    files = {"main.tf": "resource " + resource, "data.tf": data, "locals.tf": "locals " + values}
    found = write(tmp_path, files)
    assert [found[name].status for name in files] == [NOT_A_POLICY, CHECKED, NOT_A_POLICY]
    assert found["main.tf"].reason == "its policies stand in data.tf"
    assert line_of(found["data.tf"], "Statement", 1) == 18
    alone = write(tmp_path, {"main.tf": files["main.tf"]})
    assert list(alone) == ["main.tf", "data.tf"]
    assert len(statements(alone["data.tf"])) == 2, "also where only one file was given"
    assert alone["data.tf"].text == data


def test_blocks_that_no_resource_uses_are_ours_only_where_the_path_says_so(tmp_path: Path) -> None:
    block = BLOCKS.replace('resource "aws_organizations_policy"', 'resource "aws_iam_policy"')
    found = write(tmp_path, {"scps/main.tf": block, "roles/main.tf": block})
    assert found["scps/main.tf"].status is CHECKED
    assert (found["roles/main.tf"].status, found["roles/main.tf"].reason) == (
        NOT_A_POLICY,
        "a Terraform file without organization policies",
    )


def test_a_trust_policy_beside_scps_is_none_of_ours(tmp_path: Path) -> None:
    trust = """
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
"""
    one = read(tmp_path, BLOCKS + trust, "scps/main.tf")
    assert (one.status, [policy.name for policy in one.policies]) == (CHECKED, ["limits"])


def test_a_block_that_two_resources_use_is_read_once(tmp_path: Path) -> None:
    again = 'resource "aws_organizations_policy" "again" {\n  content = data.aws_iam_policy_document.limits.json\n}\n'
    assert len(read(tmp_path, BLOCKS + again, "scps/main.tf").policies) == 1


@pytest.mark.parametrize(
    "expression",
    [
        "jsonencode({ Version = local.version, Statement = local.statements })",
        'jsonencode(merge({ Version = "2012-10-17" }, { Statement = local.statements }))',
        "jsonencode(local.document)",
        "local.text",
        "trimspace(local.text)",
        "jsonencode(jsondecode(local.text))",
        '"{\\"Version\\": \\"2012-10-17\\", \\"Statement\\": [{\\"Effect\\": \\"Deny\\", \\"Action\\": \\"s3:*\\"}]}"',
    ],
)
def test_static_expressions_are_worked_out(tmp_path: Path, expression: str) -> None:
    more = """
locals {
  version    = "2012-10-17"
  statements = [{ Effect = "Deny", Action = "s3:*" }]
  document   = { Version = local.version, Statement = local.statements }
  text       = jsonencode(local.document)
}
"""
    one = read(tmp_path, content(expression, more), "main.tf")
    assert (one.status, one.reason) == (CHECKED, "")
    assert statements(one) == [{"Effect": "Deny", "Action": "s3:*"}]
    assert line_of(one, "Statement", 0) >= 2


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("var.document", "var.document"),
        (
            'jsonencode({ Version = "2012-10-17", Statement = [for r in var.regions : { Effect = r }] })',
            "[for r in var.",
        ),
        ("jsonencode({ Statement = [{ Action = var.actions }] })", "var.actions"),
        ("jsonencode({ Statement = [{ Action = local.missing }] })", "local.missing"),
        ("jsonencode({ Statement = [{ Action = local.circle }] })", "local.circle"),
        ('var.strict ? "{}" : "{}"', 'var.strict ? "{}" : "{}"'),
        ("data.aws_iam_policy_document.missing.json", "data.aws_iam_policy_document.missing.json"),
        ("data.aws_iam_policy_document.x[each.key].json", "data.aws_iam_policy_document.x[each.key].json"),
        ('file("missing.json")', 'file("missing.json")'),
        ('file("${path.module}/${each.value}")', 'file("${path.module}/${each.value}")'),
        ('file("${path.module}/${var.folder}/a.json")', 'file("${path.module}/${var.folder}/a.json")'),
        ('file("/${each.value}.json")', 'file("/${each.value}.json")'),
        ('file("${path.module}/none/${each.value}.json")', 'file("${path.module}/none/${each.value}.json")'),
        ('file("../../../../../../etc/hostname")', 'file("../../../../../../etc/hostname")'),
        ('templatefile("t.json", { a = var.a })', 'templatefile("t.json", { a = var.a })'),
        ('<<EOT\n{"Statement": ${jsonencode(var.statements)}}\nEOT\n', "jsonencode(var.statements)"),
        ('<<EOT\n%{ if var.x }{"Statement": []}%{ endif }\nEOT\n', "%{ if var.x }"),
        ("module.policies.json", "module.policies.json"),
        ('yamldecode("a")', 'yamldecode("a")'),
    ],
)
def test_what_is_worked_out_later_is_named(tmp_path: Path, expression: str, named: str) -> None:
    (tmp_path / "t.json").write_text('{"Statement": ["${a}"]}')
    one = read(tmp_path, content(expression, "locals {\n  circle = local.circle\n}\n"), "main.tf")
    assert (one.status, one.policies) == (UNREADABLE, ())
    assert one.reason.startswith("content of aws_organizations_policy.x is built from `" + named)
    assert one.reason.endswith("`: render it first")


def test_a_static_policy_beside_a_dynamic_one_is_still_checked(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC + content("var.document"), "main.tf")
    assert one.status is UNREADABLE
    assert one.reason == "content of aws_organizations_policy.x is built from `var.document`: render it first"
    assert [policy.name for policy in one.policies] == ["limits"]


def test_interpolation_inside_of_strings_is_left_as_a_placeholder(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC.replace('"*"', '"arn:aws:s3:::${var.bucket}/$${aws:username}"'), "main.tf")
    assert one.status is CHECKED
    assert statements(one)[0]["Resource"] == "arn:aws:s3:::${var.bucket}/${aws:username}"
    encoded = ENCODED.replace('"Resource" : "*"', '"Resource" : "arn:aws:s3:::${var.bucket}/$${aws:username}"')
    assert statements(read(tmp_path, encoded, "main.tf"))[0]["Resource"] == "arn:aws:s3:::${var.bucket}/${aws:username}"


def test_static_interpolation_is_put_in(tmp_path: Path) -> None:
    more = 'locals {\n  bucket = "logs"\n  actions = ["s3:*"]\n}\n'
    heredoc = HEREDOC.replace('"*"', '"arn:aws:s3:::${local.bucket}"').replace(
        '"s3:DeleteBucket"', "${jsonencode(local.actions)}"
    )
    one = read(tmp_path, heredoc + more, "main.tf")
    assert (one.status, one.reason) == (CHECKED, "")
    assert statements(one)[0]["Resource"] == "arn:aws:s3:::logs"
    assert statements(one)[0]["Action"] == ["s3:*"]


def test_the_partition_is_the_usual_one(tmp_path: Path) -> None:
    for name in ("partition", "id"):
        arn = f"arn:${{data.aws_partition.current.{name}}}:s3:::a"
        assert (
            statements(read(tmp_path, HEREDOC.replace('"*"', f'"{arn}"'), "main.tf"))[0]["Resource"] == "arn:aws:s3:::a"
        )


def test_a_dynamic_block_is_named(tmp_path: Path) -> None:
    dynamic = 'dynamic "condition" {\n for_each = var.x\n content {}\n}\n'
    one = read(tmp_path, BLOCKS.replace("    condition {", f"    {dynamic}    condition {{", 1), "main.tf")
    assert one.status is UNREADABLE
    assert 'dynamic "condition" over var.x' in one.reason
    merged = BLOCKS.replace('limits" {\n', 'limits" {\n  source_policy_documents = [var.base]\n', 1)
    assert "source_policy_documents = [var.base]" in read(tmp_path, merged, "main.tf").reason


def test_broken_json_in_a_heredoc_is_unreadable(tmp_path: Path) -> None:
    one = read(tmp_path, HEREDOC.replace('"Deny",', '"Deny"'), "main.tf")
    assert one.status is UNREADABLE
    assert "content of limits is not JSON" in one.reason
    assert line_of(one) >= 4
    assert one.policies[0].parsed.problems[0].location.span is not None
