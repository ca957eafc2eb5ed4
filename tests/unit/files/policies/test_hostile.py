"""Files that are meant to hurt: none crashes, hangs, or passes in silence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.unit.files.policies.build import CHECKED, NOT_A_POLICY, TEXT, UNREADABLE, codes, read

BOMB = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 8)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", b"", "it is empty"),
        ("a.json", b" \n\t", "it is empty"),
        ("a.json", b"\xef\xbb\xbf", "it is empty"),
        ("a.json", b"\xff\xfe", "it is empty"),
        ("a.json", b"\xff\xfe\x00", "it is"),
        ("a.json", TEXT.encode() + b"\xff", "it is not UTF-8: byte"),
        ("a.json", b"\x7fELF\x02\x01\x00\x00" + bytes(range(256)), "it is binary, not text"),
        ("a.json", b'{"Statement": "\x00"}', "it is binary, not text"),
        ("a.json", b"[" * 100_000, "nested more than 64 deep"),
        ("a.json", b'{"a":' * 100_000, "nested more than 64 deep"),
        ("a.json", b'{"Statement": [' + b'"' * 9, "not JSON"),
        ("a.json", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "it is"),
        ("a.yaml", b"Statement:\n" + b"- " * 50_000, "not readable as YAML"),
        ("a.yaml", b"Statement: " + b"[" * 50_000, "not readable as YAML"),
        ("a.yaml", b"Statement: &a [*a]\n", "not readable as YAML"),
        ("a.yaml", b"Statement: [}\n", "not readable as YAML"),
        ("a.yaml", b"Statement: []\n---\nStatement: []\n", "a second YAML document"),
        ("a.yaml", b"Statement: \x01\n", "not valid YAML"),
        ("a.yaml", ("Statement: []\n" + BOMB).encode(), "levels deep or 200,000 values"),
        ("a.tf", b'resource "aws_organizations_policy" "x" {', "not valid HCL"),
        ("a.tf", b'resource "aws_organizations_policy" "x" { content = <<EOT\n', "not valid HCL"),
        ("a.tf", b'resource "aws_organizations_policy" "x" { content = ' + b"[" * 3000, "not valid HCL"),
        ("a.tf", b'resource "aws_organizations_policy" "x" { content = ' + b"[" * 3000 + b"]" * 3000 + b"}", "deep"),
        ("a.tf", b'resource "aws_organizations_policy" "x" { content = \xff }', "it is not UTF-8"),
    ],
)
def test_a_hostile_file_is_unreadable_for_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    start = time.process_time()
    one = read(tmp_path, data, name)
    assert one.status is UNREADABLE, one.reason
    assert reason in one.reason
    assert time.process_time() - start < 20


@pytest.mark.parametrize("end", [b'"Statement": []}', b'"S": []}'])
def test_ten_megabytes_are_not_parsed(tmp_path: Path, end: bytes) -> None:
    one = read(tmp_path, b'{"a": "' + b"x" * 10_000_000 + b'", ' + end)
    if b"Statement" in end:
        assert (one.status, one.reason) == (UNREADABLE, "it is larger than 1,048,576 bytes, more than any policy")
    else:
        assert (one.status, one.reason) == (NOT_A_POLICY, "policy.json has no Statement")
    assert one.text == ""


def test_a_statement_on_the_border_of_what_is_read_is_found(tmp_path: Path) -> None:
    data = b" " * ((1 << 20) - 3) + b'{"Statement": []}'
    assert read(tmp_path, data).status is UNREADABLE


def test_a_document_as_long_as_a_file_may_be_is_read(tmp_path: Path) -> None:
    one = read(tmp_path, TEXT + " " * ((1 << 20) - len(TEXT)))
    assert one.status is CHECKED


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": 5}',
        '{"Statement": null}',
        '{"Statement": [1, null, "x", []]}',
        '{"Statement": {"Effect": [], "Action": {"a": 1}, "Resource": false, "Condition": "x"}}',
        '{"Version": [], "Statement": [{"Effect": "Deny", "Action": [["s3:*"]], "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Deny", "Principal": {"AWS": [5]}, "Action": 1, "Resource": "*"}]}',
        '{"Version": "2012-10-17", "Version": "2008-10-17", "Statement": []}',
    ],
)
def test_values_of_the_wrong_kind_are_problems(tmp_path: Path, text: str) -> None:
    one = read(tmp_path, text, "scps/a.json")
    assert one.status is CHECKED
    assert codes(one)


@pytest.mark.parametrize(
    "text", ["${" * 100_000, "{{" * 100_000, "[a" * 100_000, "<a" * 100_000, "{%" * 100_000, '"' * 100_000]
)
def test_repeated_openings_do_not_hang(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    one = read(tmp_path, '{"Statement": ' + text)
    assert one.status is UNREADABLE
    assert time.process_time() - start < 20


@pytest.mark.parametrize("body", ["/*" * 50_000, "/**/" * 50_000, "//\n" * 50_000, "# \n" * 50_000, " \n" * 50_000])
def test_comments_without_end_do_not_hang(tmp_path: Path, body: str) -> None:
    start = time.process_time()
    one = read(tmp_path, body + '{"Statement": []', "a.tpl")
    assert one.status in (UNREADABLE, NOT_A_POLICY)
    assert time.process_time() - start < 20


def test_hostile_names_do_no_harm(tmp_path: Path) -> None:
    one = read(tmp_path, TEXT, "a\n::error::b.json")
    assert one.status is CHECKED


LAUGHS = {
    "texts": ['"xxxxxxxxxx"', '"${local.%s}${local.%s}"'],
    "lists": ['["x", "y"]', "concat(local.%s, local.%s)"],
    "nested lists": ['["x", "y"]', "[local.%s, local.%s]"],
    "objects": ['{ a = "x" }', "{ a = local.%s, b = local.%s }"],
    "encoded": ['"x"', "jsonencode([local.%s, local.%s])"],
    "joined": ['"x"', 'join("", [local.%s, local.%s])'],
}


@pytest.mark.parametrize("kind", LAUGHS)
@pytest.mark.parametrize(
    "content", ["jsonencode({ Statement = [local.a0] })", '<<E\n{"Statement": "${local.a0}"}\nE\n']
)
def test_locals_that_repeat_each_other_do_not_blow_up(tmp_path: Path, kind: str, content: str) -> None:
    last, step = LAUGHS[kind]
    rows = [f"  a{at} = {step % ((f'a{at + 1}',) * 2)}" for at in range(60)]
    text = "locals {\n" + "\n".join([*rows, f"  a60 = {last}"]) + "\n}\n"
    start = time.process_time()
    one = read(tmp_path, f'{text}resource "aws_organizations_policy" "x" {{\n  content = {content}\n}}\n', "a.tf")
    assert one.status in (UNREADABLE, CHECKED)
    assert time.process_time() - start < 20
    assert not one.policies or len(str(one.policies[0].parsed.value)) < 10_000_000


def test_a_text_with_endless_interpolation_does_not_hang(tmp_path: Path) -> None:
    inside = "".join(f"${{local.a{at}}}" for at in range(20_000))
    start = time.process_time()
    text = f'resource "aws_organizations_policy" "x" {{\n  content = <<E\n{{"Statement": "{inside}"}}\nE\n}}\n'
    assert read(tmp_path, text, "a.tf").status is CHECKED
    assert time.process_time() - start < 20


def test_functions_of_cloudformation_that_repeat_a_text_do_not_blow_up(tmp_path: Path) -> None:
    text = "A: &a " + "x" * 200_000 + "\nResources:\n  P:\n    Type: AWS::Organizations::Policy\n    Properties:\n"
    text += "      Content:\n        Statement:\n" + "        - {'Fn::Join': ['', [*a, *a, *a, *a]]}\n" * 9_000
    start = time.process_time()
    one = read(tmp_path, text, "a.yaml")
    assert one.status is CHECKED
    assert time.process_time() - start < 20
    assert len(str(one.policies[0].parsed.value)) < 10_000_000
