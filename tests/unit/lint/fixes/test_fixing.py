"""Fixes in the text of a policy: what they name changes, the rest stays byte for byte; nothing is ever broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guardrails.lint.fixes.fixing import apply_fixes, diff_of
from guardrails.model.finding import Edit, Fix
from guardrails.model.source import Pointer

POLICY = """{
    "Statement": [
        {
            "Effect": "Deny",
            "Action": ["s3:DeleteBucket", "s3:PutBucketPolicy"],
            "Resource": "*",
            "Condition": {
                "StringNotEquals": {
                    "aws:requestedregion": [
                        "eu-central-1",
                        "us-east-1"
                    ]
                }
            }
        }
    ]
}
"""
ROW: Pointer = ("Statement", 0)
REGION: Pointer = (*ROW, "Condition", "StringNotEquals", "aws:requestedregion")


def fix(*edits: tuple[Pointer, Any, Any]) -> Fix:
    return Fix("mend it", tuple(Edit(*edit) for edit in edits), safe=True)


def fixed(text: str, *edits: tuple[Pointer, Any, Any]) -> str:
    result = apply_fixes(text, [fix(edit) for edit in edits])
    assert not result.skipped, result.skipped
    return result.text


def reason(text: str, *edits: tuple[Pointer, Any, Any]) -> str:
    result = apply_fixes(text, [fix(*edits)])
    assert result.text == text
    assert not result.applied
    return result.skipped[0][1]


def test_a_replaced_text_changes_its_token_only() -> None:
    result = fixed(POLICY, ((*ROW, "Action", 1), "s3:PutBucketPolicy", "s3:PutBucketAcl"))
    assert result == POLICY.replace("s3:PutBucketPolicy", "s3:PutBucketAcl")


def test_version_becomes_the_first_member() -> None:
    result = fixed(POLICY, (("Version",), None, "2012-10-17"))
    assert result == POLICY.replace("{\n", '{\n    "Version": "2012-10-17",\n', 1)


def test_version_in_a_minified_document() -> None:
    assert fixed('{"Statement":[]}', (("Version",), None, "2012-10-17")) == '{"Version":"2012-10-17","Statement":[]}'
    assert fixed("{ }", (("Version",), None, "2012-10-17")) == '{"Version": "2012-10-17"}'


def test_a_member_is_added_behind_the_last_with_the_documents_indentation() -> None:
    result = fixed(POLICY, ((*ROW, "Condition", "Bool"), None, {"aws:ViaAWSService": "false"}))
    new = """                },
                "Bool": {
                    "aws:ViaAWSService": "false"
                }
            }
        }
    ]"""
    old = "                }\n            }\n        }\n    ]"
    assert result == POLICY.replace(old, new)


def test_an_item_is_added_in_the_lists_own_style() -> None:
    one_line = fixed(POLICY, ((*ROW, "Action", 2), None, "s3:PutBucketAcl"))
    assert one_line == POLICY.replace('"s3:PutBucketPolicy"]', '"s3:PutBucketPolicy", "s3:PutBucketAcl"]')
    many = fixed(POLICY, ((*REGION, 2), None, "eu-west-1"))
    assert many == POLICY.replace('"us-east-1"\n', '"us-east-1",\n                        "eu-west-1"\n')


def test_items_are_removed_with_their_comma() -> None:
    first = fixed(POLICY, ((*ROW, "Action", 0), "s3:DeleteBucket", None))
    assert first == POLICY.replace('"s3:DeleteBucket", ', "")
    last = fixed(POLICY, ((*REGION, 1), "us-east-1", None))
    assert last == POLICY.replace(',\n                        "us-east-1"', "")
    member = fixed(POLICY, ((*ROW, "Resource"), "*", None))
    assert member == POLICY.replace('            "Resource": "*",\n', "")


def test_a_renamed_member_stays_where_it_is() -> None:
    value = ["eu-central-1", "us-east-1"]
    renamed = apply_fixes(POLICY, [fix((REGION, value, None), ((*REGION[:-1], "aws:RequestedRegion"), None, value))])
    assert renamed.text == POLICY.replace("aws:requestedregion", "aws:RequestedRegion")


def test_the_first_of_several_members_is_renamed_in_its_place() -> None:
    one_fix = fix((("a",), 1, None), (("A",), None, 1))
    assert apply_fixes('{"a": 1, "b": 2}', [one_fix]).text == '{"A": 1, "b": 2}'
    both = apply_fixes('{"a": 1, "b": 2}', [fix((("Version",), None, "2012-10-17")), one_fix])
    assert both.text == '{"Version": "2012-10-17", "A": 1, "b": 2}'


def test_version_comes_also_where_the_first_member_goes() -> None:
    text = '{\n  "a": 1,\n  "b": 2\n}'
    assert fixed(text, (("a",), 1, None), (("Version",), None, "x")) == '{\n  "b": 2,\n  "Version": "x"\n}'


def test_a_replaced_list_keeps_its_own_style() -> None:
    text = POLICY.replace('"*"', '["a", "b", "c"]')
    many = '"Resource": [\n                "d"\n            ]'
    assert fixed(text, ((*ROW, "Resource"), ["a", "b", "c"], ["d"])) == text.replace('["a", "b", "c"]', '["d"]')
    rows = text.replace('["a", "b", "c"]', '[\n                "a",\n                "b"\n            ]')
    assert fixed(rows, ((*ROW, "Resource"), ["a", "b"], ["d"])).count(many) == 1
    old = ["s3:DeleteBucket", "s3:PutBucketPolicy"]
    anew = fixed(POLICY, ((*ROW, "Action"), old, ["a:A", "a:B", "a:C"]))
    assert anew == POLICY.replace('"s3:DeleteBucket", "s3:PutBucketPolicy"', '"a:A", "a:B", "a:C"')


def test_an_item_in_the_middle_of_a_replaced_list_comes_in_the_middle() -> None:
    assert fixed('["a", "b"]', ((), ["a", "b"], ["a", "x", "b"])) == '["a", "x", "b"]'
    assert fixed('["a", "b", "c"]', ((), ["a", "b", "c"], ["a", "c"])) == '["a", "c"]'


def test_the_only_item_goes_and_another_comes() -> None:
    for text in ('["a"]', '[\n  "a"\n]', '["a",]'):
        result = apply_fixes(text, [fix(((0,), "a", None), ((1,), None, "b"))])
        assert result.text == text.replace('"a",', '"a"').replace("a", "b")


def test_a_replaced_object_changes_only_where_it_differs() -> None:
    old = json.loads(POLICY)["Statement"][0]
    new = {**old, "Resource": "arn:aws:s3:::a", "Action": [*old["Action"], "s3:PutBucketAcl"], "Sid": "A"}
    result = fixed(POLICY, (ROW, old, new))
    expected = POLICY.replace('"*"', '"arn:aws:s3:::a"').replace('Policy"]', 'Policy", "s3:PutBucketAcl"]')
    expected = expected.replace("            }\n        }\n", '            },\n            "Sid": "A"\n        }\n')
    assert result == expected


def test_a_text_that_becomes_a_list_follows_the_other_lists() -> None:
    text = '{\n\t"Statement": {\n\t\t"Action": [\n\t\t\t"a:B"\n\t\t],\n\t\t"Resource": "*"\n\t}\n}'
    result = fixed(text, (("Statement", "Resource"), "*", ["x", "y"]))
    assert result == text.replace('"*"', '[\n\t\t\t"x",\n\t\t\t"y"\n\t\t]')


def test_line_ends_tabs_byte_order_mark_and_a_missing_last_line_end_survive() -> None:
    text = "\ufeff" + POLICY.replace("    ", "\t").replace("\n", "\r\n").rstrip()
    result = fixed(text, ((*REGION, 2), None, "eu-west-1"), (("Version",), None, "2012-10-17"))
    assert result == text.replace('"us-east-1"\r\n', '"us-east-1",\r\n\t\t\t\t\t\t"eu-west-1"\r\n').replace(
        "{\r\n", '{\r\n\t"Version": "2012-10-17",\r\n', 1
    )


COMMENTED = """{ // what it is for
  "Action": [
    "a:A", // first
    "a:B", /* second */
    "a:C" # third
  ] // all of them
}"""


def test_comments_survive() -> None:
    result = fixed(
        COMMENTED,
        (("Action", 1), "a:B", None),
        (("Action", 3), None, "a:D"),
        (("Version",), None, "2012-10-17"),
        (("Effect",), None, "Deny"),
    )
    assert (
        result
        == """{ // what it is for
  "Version": "2012-10-17",
  "Action": [
    "a:A", // first
    /* second */
    "a:C", # third
    "a:D"
  ], // all of them
  "Effect": "Deny"
}"""
    )


def test_the_last_item_goes_and_its_comment_stays() -> None:
    assert fixed(COMMENTED, (("Action", 2), "a:C", None)) == COMMENTED.replace(
        '"a:B", /* second */\n    "a:C" # third', '"a:B" /* second */\n    # third'
    )


def test_a_comment_in_the_last_line_does_not_hide_what_is_added() -> None:
    assert fixed('["a", "b" // c\n]', ((2,), None, "d")) == '["a", "b", // c\n"d"\n]'
    assert fixed('["a" // c\n]', ((0,), "a", None), ((1,), None, "d")) == '[ // c\n"d"\n]'


def test_what_holds_a_comment_is_not_written_anew() -> None:
    old = ["a:A", "a:B", "a:C"]
    assert "a comment" in reason(COMMENTED, (("Action",), old, "a:*"))
    assert "a comment" in reason(COMMENTED, (("Action",), old, None))
    assert fixed(COMMENTED, (("Action",), old, ["a:A", "a:B", "a:D"])) == COMMENTED.replace("a:C", "a:D")


def test_a_parameter_is_not_overwritten() -> None:
    text = POLICY.replace('"us-east-1"', '"{{home_region}}"')
    assert "`{{home_region}}`" in reason(text, ((*REGION, 1), "us-east-1", "us-east-2"))
    assert "`{{home_region}}`" in reason(text, (REGION, ["eu-central-1", "us-east-1"], "us-east-1"))
    assert "parameter" in reason(text, ((*REGION, 2), None, "eu-west-1"))
    assert "nothing at /Statement/0/Condition/Null" in reason(text, ((*ROW, "Condition", "Null", "a"), None, "true"))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (((*ROW, "Action", 1), "s3:PutBucketAcl", "s3:*"), "another value at /Statement/0/Action/1"),
        (((*ROW, "Action", 2), "s3:PutBucketAcl", "s3:*"), "nothing at /Statement/0/Action/2"),
        (((*ROW, "Effect"), None, "Allow"), "already has /Statement/0/Effect"),
        (((*ROW, "Action", 1), None, "s3:*"), "another length"),
        (((*ROW, "Effect", "x"), None, "s3:*"), "nothing that can hold"),
        (((*ROW, "Effect"), "Deny", "Deny"), "nothing to change"),
        (((), json.loads(POLICY), None), "nothing would be left"),
        (((), None, {}), "nothing to change"),
    ],
)
def test_what_does_not_fit_is_left_alone(edit: tuple[Pointer, Any, Any], words: str) -> None:
    assert words in reason(POLICY, edit)


def test_true_is_not_one() -> None:
    assert "another value" in reason('{"a": 1}', (("a",), True, False))
    assert fixed('{"a": true, "b": 1.20}', (("a",), True, False)) == '{"a": false, "b": 1.20}'


@pytest.mark.parametrize("text", ["", "{", "Version: 1", "{'a': 1}", '{"a": 1, "a": 2}', "{} {}", '{"a": NaN}'])
def test_a_text_that_is_not_plain_json_is_left_alone(text: str) -> None:
    assert "not plain JSON" in reason(text, (("b",), None, 1))


def test_a_hostile_number_or_depth_is_no_crash() -> None:
    assert "not plain JSON" in reason('{"a": ' + "9" * 5000 + "}", (("b",), None, 1))
    assert "not plain JSON" in reason("[" * 5000, ((0,), None, 1))


def test_of_two_that_overlap_the_first_wins() -> None:
    one = fix(((*ROW, "Action", 0), "s3:DeleteBucket", "s3:Delete*"))
    two = fix(((*ROW, "Action"), ["s3:DeleteBucket", "s3:PutBucketPolicy"], "s3:*"))
    result = apply_fixes(POLICY, [one, two])
    assert result.applied == (one,)
    assert result.skipped[0][0] is two
    assert "run again" in result.skipped[0][1]


def test_a_fix_is_applied_wholly_or_not_at_all() -> None:
    assert reason(POLICY, ((*ROW, "Resource"), "*", "a"), ((*ROW, "Effect"), "Allow", "Deny")).startswith("the file")


def test_a_fix_whose_edits_overlap_is_left_alone() -> None:
    assert "overlap" in reason(POLICY, ((*ROW, "Effect"), "Deny", "Allow"), ((*ROW, "Effect"), "Deny", None))
    assert "overlap" in reason(POLICY, ((*ROW, "Action", 2), None, "a:B"), ((*ROW, "Action", 3), None, "a:B"))


def test_line_ends_of_both_kinds_are_no_trouble() -> None:
    assert fixed("[ // c\n]\r\n\r\n", ((0,), None, 1)) == "[ // c\r\n  1\n]\r\n\r\n"


def test_two_fixes_may_add_to_one_list_but_not_the_same_twice() -> None:
    end = (*ROW, "Action", 2)
    one, two, again = (fix((end, None, name)) for name in ("a:A", "a:B", "a:A"))
    result = apply_fixes(POLICY, [one, two, again])
    assert result.text == POLICY.replace('Policy"]', 'Policy", "a:A", "a:B"]')
    assert result.applied == (one, two, again)


def test_items_of_several_lists_are_counted_from_their_ends() -> None:
    result = apply_fixes("[1, [2, 3], 4]", [fix(((1, 0), 2, None)), fix(((0,), 1, None)), fix(((2,), 4, None))])
    assert (result.text, len(result.applied)) == ("[[3]]", 3)


def test_two_fixes_do_not_empty_a_list_together() -> None:
    one = fix(((*ROW, "Action", 0), "s3:DeleteBucket", None))
    two = fix(((*ROW, "Action", 1), "s3:PutBucketPolicy", None))
    result = apply_fixes(POLICY, [one, two])
    assert result.applied == (one,)
    assert "run again" in result.skipped[0][1]


def test_a_second_run_changes_nothing() -> None:
    all_of_it = [
        fix((("Version",), None, "2012-10-17")),
        fix(((*ROW, "Action", 1), "s3:PutBucketPolicy", "s3:PutBucketAcl")),
        fix(((*REGION, 2), None, "eu-west-1")),
        fix(((*ROW, "Resource"), "*", None)),
    ]
    once = apply_fixes(POLICY, all_of_it)
    twice = apply_fixes(once.text, all_of_it)
    assert len(once.applied) == len(twice.skipped) == 4
    assert twice.text == once.text


def test_a_trailing_comma_is_kept_out_of_trouble() -> None:
    assert json.loads(fixed('["a", "b",]', ((2,), None, "c"))) == ["a", "b", "c"]
    assert fixed('["a", "b",]', ((1,), "b", None)) == '["a",]'
    assert fixed('["a",]', ((0,), "a", None)) == "[]"


def test_the_diff_is_one_that_git_takes() -> None:
    assert diff_of("scps/a.json", "{\n  1\n}", "{\n  2\n}") == (
        "--- a/scps/a.json\n+++ b/scps/a.json\n@@ -1,3 +1,3 @@\n {\n-  1\n+  2\n }\n\\ No newline at end of file\n"
    )
    assert diff_of("a", "same", "same") == ""


# Random documents, written in random ways, with random edits.
