"""No secret leaves the reader: behind masks, in the configuration, copied, embedded, in messages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNSET
from guardrails.terraform.reading.plan_file import NotAPlan, plan_of, read_plan
from guardrails.terraform.reading.redaction import SHOWN
from tests.unit.terraform.reading.documents import (
    PLANS,
    SECRETS,
    block,
    configured,
    document,
    read,
    refusal,
    row,
    words,
)

CANARY = "canary-7f3a-value"


def holds(plan: Plan, word: str = CANARY) -> bool:
    """Whether a word stands anywhere in a plan, or in what its parts print of themselves."""
    parts = (plan, plan.root, plan.variables, plan.providers, plan.prior, *(one.after for one in plan.changes))
    return any(word in one for one in words(plan)) or any(word in repr(one) for one in parts)


@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_of_a_fixture_is_left(name: str) -> None:
    data = (PLANS / f"{name}.json").read_bytes()
    plan = read_plan(PLANS / f"{name}.json")
    assert SECRETS[name]
    assert [word for word in SECRETS[name] if holds(plan, word)] == []
    assert any(word in data.decode() for word in SECRETS[name]) or name == "write-only"


@pytest.mark.parametrize("name", SECRETS)
def test_no_refusal_of_a_piece_of_such_a_plan_shows_one(name: str) -> None:
    data = (PLANS / f"{name}.json").read_bytes()
    for end in range(0, len(data) - 1, max(1, len(data) // 150)):
        error = refusal(data[:end])
        said = f"{error} {error.hint} {error.cause} {error!r}"
        assert not [word for word in SECRETS[name] if word in said], end


PLACES: dict[str, dict[str, Any]] = {
    "after": document(row(after={"a": CANARY}, after_sensitive={"a": True})),
    "before": document(row(before={"a": [{"b": CANARY}]}, before_sensitive={"a": [{"b": True}]})),
    "key of a hidden map": document(row(after={"a": {CANARY: "x"}}, after_sensitive={"a": True})),
    "variable": document(
        variables={"v": {"value": {"deep": [CANARY]}}},
        configuration=configured(variables={"v": {"sensitive": True, "default": CANARY}}),
    ),
    "variable with the name of a secret": document(
        variables={"db_password": {"value": CANARY}},
        configuration=configured(
            variables={"db_password": {"default": CANARY}},
            module_calls={"m": {"module": {"variables": {"auth_token": {"default": CANARY}}}}},
        ),
    ),
    "variable without configuration": document(variables={"v": {"value": CANARY}}, configuration=None),
    "undeclared variable": document(variables={"v": {"value": CANARY}}),
    "variable of a module": document(
        configuration=configured(
            module_calls={
                "m": {
                    "expressions": {"v": {"constant_value": CANARY}},
                    "module": {"variables": {"v": {"sensitive": True, "default": CANARY}}},
                }
            }
        )
    ),
    "output": document(output_changes={"o": {"actions": ["create"], "after": CANARY, "after_sensitive": True}}),
    "output that was": document(
        output_changes={"o": {"actions": ["delete"], "before": CANARY, "before_sensitive": True}}
    ),
    "output's expression": document(
        configuration=configured(outputs={"o": {"sensitive": True, "expression": {"constant_value": CANARY}}})
    ),
    "state": document(
        prior_state={
            "values": {
                "root_module": {
                    "child_modules": [
                        {
                            "resources": [
                                {"address": "a.b", "values": {"x": CANARY}, "sensitive_values": {"x": True}},
                                {"address": "a.c", "values": {"x": CANARY}, "sensitive_values": True},
                            ]
                        }
                    ]
                }
            }
        }
    ),
    "drift": document(resource_drift=[row(before={"a": CANARY}, before_sensitive={"a": True})]),
    "action": document(
        action_invocations=[
            {"address": "a", "type": "t", "config_values": {"a": CANARY}, "config_sensitive": {"a": True}}
        ]
    ),
    "provider": document(
        configuration=configured(
            provider_config={
                "aws": {
                    "expressions": {
                        "access_key": {"constant_value": CANARY},
                        "assume_role_with_web_identity": [{"web_identity_token": {"constant_value": CANARY}}],
                    }
                }
            }
        )
    ),
    "constant of a hidden attribute": document(
        row("aws_x.a", after={"thing": CANARY}, after_sensitive={"thing": True}),
        configuration=configured(block("aws_x.a", thing=CANARY)),
    ),
    "constant of a block with a hidden attribute": document(
        row("aws_x.a", after={"b": [{"c": CANARY}]}, after_sensitive={"b": [{"c": True}]}),
        configuration=configured(block("aws_x.a", b=[{"c": {"constant_value": CANARY}}])),
    ),
    "constant of a resource without rows": document(
        configuration=configured(
            block("aws_db_instance.a", password=CANARY, block=[{"auth_token": {"constant_value": CANARY}}]),
            block("aws_ssm_parameter.a", value_wo=CANARY),
        )
    ),
    "start script": document(
        row("aws_instance.a", after={"user_data": CANARY}, before={"user_data_base64": CANARY}),
        configuration=configured(block("aws_instance.a", user_data=CANARY)),
    ),
    "source of a module": document(
        configuration=configured(module_calls={"m": {"source": f"git::https://x:{CANARY}@example.org/m.git"}})
    ),
    "copy in another resource": document(
        row("aws_x.a", after={"a": CANARY}, after_sensitive={"a": True}),
        row("aws_x.b", after={"list": [{"text": f"--key={CANARY} --more"}], CANARY: 1}),
    ),
    "copy inside JSON": document(
        row("aws_x.a", after={"a": f'{CANARY}"quoted"'}, after_sensitive={"a": True}),
        row("aws_x.b", after={"text": json.dumps({"key": f'{CANARY}"quoted"'})}),
    ),
    "copy in a check": document(
        row("aws_x.a", after={"a": CANARY}, after_sensitive={"a": True}),
        checks=[{"address": {"kind": "check"}, "status": "fail", "problems": [{"message": f"it is {CANARY}!"}]}],
    ),
    "copy in a variable": document(
        row("aws_x.a", after={"a": CANARY}, after_sensitive={"a": True}),
        variables={"v": {"value": CANARY}},
        configuration=configured(variables={"v": {"default": CANARY}}),
    ),
    "copy in a module": document(
        row("aws_x.a", after={"a": CANARY}, after_sensitive={"a": True}),
        configuration=configured(
            module_calls={
                "m": {
                    "expressions": {"v": {"constant_value": CANARY}},
                    "module": {
                        "resources": [block("aws_y.a", text=CANARY, list=[{"x": {"constant_value": [CANARY]}}])]
                    },
                }
            }
        ),
    ),
}


@pytest.mark.parametrize("found", PLACES.values(), ids=list(PLACES))
def test_a_secret_leaves_no_place_where_it_may_stand(found: dict[str, Any]) -> None:
    assert CANARY in json.dumps(found)
    assert not holds(read(found))


SPELLED = {
    "quotes": json.dumps(f'{CANARY}"x"'),
    "letters as they are": json.dumps(f'{CANARY}"ü&', ensure_ascii=False),
    "other letters": json.dumps(f"{CANARY}ü"),
    "as Terraform": json.dumps(f"{CANARY}<&>").replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e"),
}


@pytest.mark.parametrize("text", SPELLED.values(), ids=list(SPELLED))
def test_a_secret_is_found_as_it_is_spelled_inside_json(text: str) -> None:
    hidden = row("aws_x.a", after={"a": json.loads(text)}, after_sensitive={"a": True})
    plan = read(document(hidden, row("aws_x.b", after={"policy": f'{{"key": {text}}}'})))
    assert plan.changes[1].get("policy") is SENSITIVE


def test_a_short_secret_is_hidden_by_its_place() -> None:
    """It is too short to be searched for: only the mask, or the variable that it is given to, says what it is."""
    plan = read(
        document(
            row(
                "aws_x.a",
                after={"thing": "pin5", "b": [{"c": "pin6"}]},
                after_sensitive={"thing": True, "b": [{"c": 1}]},
            ),
            configuration=configured(
                block("aws_x.a", thing="pin5", b=[{"c": {"constant_value": "pin6"}, "d": {"constant_value": "four"}}]),
                module_calls={
                    "m": {
                        "expressions": {"v": {"constant_value": "pin7"}, "w": {"constant_value": "five"}},
                        "module": {"variables": {"v": {"sensitive": True}, "w": {}}},
                    }
                },
            ),
        )
    )
    found = set(words(plan))
    assert not found & {"pin5", "pin6", "pin7"}
    assert {"four", "five"} <= found


def test_a_text_with_a_secret_in_it_is_hidden_and_a_message_only_loses_the_word() -> None:
    plan = read(PLACES["copy in another resource"])
    assert plan.changes[1].get("list[0].text") is SENSITIVE
    (check,) = read(PLACES["copy in a check"]).checks
    assert check.problems == (f"it is {SHOWN}!",)


def test_what_is_no_secret_is_shown() -> None:
    plan = read(
        document(
            row("aws_x.a", after={"password": "canary-other", "size": 3}, after_sensitive={"password": True}),
            variables={"size": {"value": "something long"}},
            configuration=configured(
                block("aws_x.a", size=3, manage_password=True),
                variables={"size": {"default": "small"}},
                module_calls={"m": {"source": "git::https://example.org/m.git"}},
                provider_config={"aws": {"expressions": {"region": {"constant_value": "eu-west-1"}}}},
            ),
        )
    )
    assert plan.root
    assert plan.changes[0].get("size") == 3
    assert plan.variables == {"size": "something long"}
    assert plan.root.resources["aws_x.a"].expressions["manage_password"].constant is True
    assert plan.root.variables == {"size": "small"}
    assert plan.root.calls["m"].source == "git::https://example.org/m.git"
    assert plan.providers["aws"].expressions["region"].constant == "eu-west-1"


@pytest.mark.parametrize(
    "public",
    [
        "eu-west-1",
        "arn:aws:s3:::models",
        "vpc-0123456789abcdef0",
        "111122223333",
        "10.20.0.0/16",
        "production",
        "mm-prod-use1-s3-models",
        "short",
    ],
)
def test_what_a_provider_hides_and_is_a_name_of_aws_or_of_the_plan_is_not_taken_out_elsewhere(public: str) -> None:
    plan = read(
        document(
            row("aws_ssm_parameter.a", after={"value": public}, after_sensitive={"value": True}),
            row("aws_s3_bucket.a", after={"bucket": "mm-prod-use1-s3-models", "text": f"-{public}-"}),
        )
    )
    assert plan.changes[0].get("value") is SENSITIVE
    assert plan.changes[1].get("text") == f"-{public}-"


def test_the_names_of_tags_in_a_masked_set_stay_names() -> None:
    blocks = [{"key": "DataClassification", "value": CANARY, "propagate_at_launch": True}]
    plan = read(
        document(
            row("aws_autoscaling_group.a", after={"tag": blocks}, after_sensitive={"tag": True}),
            row("aws_sqs_queue.b", after={"tags_all": {"DataClassification": "internal", "Note": CANARY}}),
        )
    )
    assert plan.changes[0].after == {"tag": SENSITIVE}
    assert plan.changes[1].after == {"tags_all": {"DataClassification": "internal", "Note": SENSITIVE}}


def test_a_sensitive_variable_is_taken_out_of_names_too() -> None:
    plan = read(
        document(
            row("aws_s3_bucket.a", after={"bucket": CANARY, "id": CANARY}),
            variables={"v": {"value": CANARY}},
            configuration=configured(variables={"v": {"sensitive": True}}),
        )
    )
    assert plan.changes[0].get("bucket") is SENSITIVE


def test_a_sensitive_default_that_is_null_stays_hidden_and_a_value_that_is_null_is_null() -> None:
    plan = read(
        document(
            variables={"v": {"value": None}, "w": {}},
            configuration=configured(variables={"v": {"sensitive": True}, "w": {}}),
        )
    )
    assert plan.root
    assert plan.root.variables == {"v": SENSITIVE, "w": UNSET}
    assert plan.variables == {"v": None, "w": None}


def test_a_flag_under_a_secret_name_is_no_secret() -> None:
    plan = read(document(configuration=configured(block("aws_x.a", manage_master_user_password=True, password=5))))
    assert plan.root
    expressions = plan.root.resources["aws_x.a"].expressions
    assert expressions["manage_master_user_password"].constant is True
    assert expressions["password"].constant is SENSITIVE


def test_errors_in_a_plan_with_secrets_quote_none() -> None:
    text = json.dumps(PLACES["after"])
    for broken in (
        text.replace('"create"', f'"{CANARY}", 5'),
        text + CANARY,
        CANARY + text,
        text.replace(CANARY, CANARY + "\t"),
    ):
        try:
            plan_of(broken.encode(), "x")
        except NotAPlan as error:
            assert CANARY not in f"{error} {error.hint}"
        else:
            raise AssertionError(broken)


def test_a_plan_takes_its_secrets_out_of_other_texts_and_shows_none() -> None:
    plan = read(PLACES["copy inside JSON"])
    assert plan.conceal(f"key = {CANARY}!") == f"key = {CANARY}!"
    assert plan.conceal(f'key = {CANARY}"quoted"!') == f"key = {SHOWN}!"
    assert plan.conceal(json.dumps(f'{CANARY}"quoted"')) == f'"{SHOWN}"'
    assert CANARY not in repr(plan.conceal) + str(plan.conceal)
    assert read(document()).conceal("text") == "text"
