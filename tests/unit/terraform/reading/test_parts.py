"""The parts of a plan beside its changes."""

from __future__ import annotations

from guardrails.model.plan.plan import CheckResult
from guardrails.model.plan.values import SENSITIVE, UNSET
from guardrails.terraform.reading.plan_file import read_plan
from tests.unit.terraform.reading.documents import PLANS, REFUSED, block, configured, document, read

CHECKS = read_plan(PLANS / "checks.json")
SECRETS = read_plan(PLANS / "sensitive-values.json")


def test_checks_say_what_failed_and_why() -> None:
    found = {one.address: one for one in CHECKS.checks}
    assert found["check.retention"] == CheckResult(
        "check.retention", "check", "fail", ("Dev keeps logs for 14 days, here 30.",)
    )
    assert {one.status for one in CHECKS.checks} == {"pass", "fail", "unknown"}
    assert found["aws_cloudwatch_log_group.app"].kind == "resource"


def test_a_check_of_which_no_object_is_known_stands_for_itself() -> None:
    plan = read(document(checks=[{"address": {"kind": "resource", "to_display": "aws_x.a"}, "status": "unknown"}]))
    assert plan.checks == (CheckResult("aws_x.a", "resource", "unknown"),)


def test_outputs() -> None:
    (connection,) = SECRETS.outputs
    assert (connection.name, connection.actions, connection.before) == ("connection", ("create",), None)
    assert connection.after is SENSITIVE


def test_variables_are_values_or_hidden() -> None:
    assert CHECKS.variables == {"retention_days": 30}
    assert set(SECRETS.variables.values()) == {SENSITIVE}


def test_the_state_before_has_resources_and_data_sources_of_modules_too() -> None:
    drifted = read_plan(PLANS / "drift.json")
    assert drifted.prior["aws_cloudwatch_log_group.flow"]["retention_in_days"] == 1
    dev = read_plan(PLANS / "live-dev-networking.json")
    assert any("data." in address for address in dev.prior)
    nested = {
        "child_modules": [{"resources": [{"address": "module.a.x.y", "values": {"a": 1}}]}],
        "resources": [
            {"address": "x.z", "values": {"a": 2}},
            {"address": "x.z", "deposed_key": "1", "values": {"a": 3}},
        ],
    }
    plan = read(document(prior_state={"values": {"root_module": nested}}))
    assert plan.prior == {"module.a.x.y": {"a": 1}, "x.z": {"a": 2}}


def test_attributes_on_which_changes_depend() -> None:
    assert SECRETS.relevant == (("aws_secretsmanager_secret.router", ("id",)),)


def test_an_action_says_what_calls_it() -> None:
    (found,) = read_plan(REFUSED / "actions.json").invocations
    assert (found.address, found.type) == ("action.aws_lambda_invoke.warm", "aws_lambda_invoke")
    assert (found.trigger, found.event) == ("aws_cloudwatch_log_group.app", "AfterCreate")
    assert found.config == {"function_name": "MM-dev-use1-fn-warm", "payload": "{}"}
    assert found.deferred == ""


def test_the_configuration_keeps_what_rules_ask_for() -> None:
    call = {
        "source": "./m",
        "count_expression": {"constant_value": 2},
        "expressions": {"name": {"references": ["var.name"]}},
        "module": {"resources": [{**block("aws_x.a", b=[{"c": {"constant_value": 1}}]), "depends_on": ["aws_y.b"]}]},
    }
    each = {
        **block("aws_x.b"),
        "for_each_expression": {"references": ["var.all"]},
        "provisioners": [{"type": "local-exec"}],
    }
    plan = read(
        document(
            configuration=configured(
                each, module_calls={"m": call}, outputs={"o": {"expression": {}}}, variables={"v": {}}
            )
        )
    )
    assert plan.root
    assert (plan.root.calls["m"].repeats, plan.root.calls["m"].repetition.constant) == ("count", 2)
    assert plan.root.calls["m"].arguments["name"].references == ("var.name",)
    inner = plan.root.at(("m",))
    assert inner
    assert inner.resources["aws_x.a"].expressions["b"].blocks[0]["c"].constant == 1
    assert inner.resources["aws_x.a"].depends_on == ("aws_y.b",)
    outer = plan.root.resources["aws_x.b"]
    assert (outer.repeats, outer.repetition.references, outer.provisioners) == (
        "for_each",
        ("var.all",),
        ("local-exec",),
    )
    assert plan.root.variables == {"v": UNSET}
    assert plan.root.outputs["o"].constant is UNSET
