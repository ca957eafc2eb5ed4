"""What is a placeholder of a template, and what is a policy variable, a pattern or plain text."""

from __future__ import annotations

import time

import pytest

from guardrails.model.policy.placeholders import placeholders_in, placeholders_with_places

PLACEHOLDERS = [
    *("{{x}}", "{{ x | join(',') }}", "{% if x %}", "<%= x %>", "%%ACCOUNT_ID%%", "%{ if x }"),
    *("${X}", "${var.x}", "${local.a[0]}", "${x.y ? 'a' : 'b'}", "${AWS::Region}", "${self:a.b}", "${env:X}"),
    *("${X:-default}", "${}", "${ssm:/a}", "<X>", "<my-org-id>", "<your account id>", "<a.b_c>"),
    *("[X]", "[ACCOUNT_ID]", "[your-bucket]", "[My Org]"),
]
NONE = [
    *("", "*", "arn:aws:s3:::a/*", "${aws:username}", "${*}", "${?}", "${$}", "${saml:sub}", "${s3:prefix}"),
    *("${aws:PrincipalTag/team, 'none'}", "${www.amazon.com:user_id}", "${accounts.google.com:aud}"),
    *("[0-9]", "[a-z]", "[a-zA-Z0-9]", "[A-Za-z0-9_]", "[*]", "[]", "[fe80::1]", "a < b", "<>", "< a>", "a<b", "<3>"),
    *("100%%", "%%", "%s", "{}", "{a}", "$X", "$(X)", "{{", "}}", "$${aws:username}"),
]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_found_alone_and_inside_of_a_text(text: str) -> None:
    assert placeholders_in(text) == (text,)
    assert placeholders_in(f"arn:aws:s3:::a-{text}/*") == (text,)


@pytest.mark.parametrize("text", NONE)
def test_other_text_has_no_placeholder(text: str) -> None:
    assert placeholders_in(text) == ()


def test_places_are_offsets() -> None:
    assert list(placeholders_with_places("a ${b} <c>")) == [("${b}", 2), ("<c>", 7)]


@pytest.mark.parametrize("opening", ["${", "{{", "{%", "[a", "[a-", "<a", "%{", "<%", "%%", "[a-a"])
def test_openings_without_end_take_no_time(opening: str) -> None:
    start = time.process_time()
    placeholders_in(opening * 200_000)
    assert time.process_time() - start < 10
