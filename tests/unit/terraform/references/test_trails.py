"""What can be told from plan JSON alone, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from guardrails.model.plan.change import Verb
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan, Targets
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET
from guardrails.terraform.references.names import name_of, names_of
from guardrails.terraform.references.resolver import Resolver
from tests.unit.terraform.references.building import called, change, module, plan, ref, resource

BLOCK = "aws_s3_bucket_public_access_block"


def found(made: Plan, address: str, attribute: str = "bucket", *types: str) -> Targets:
    one = next(one for one in made.changes if one.address == address)
    return Resolver(made).targets(one, attribute, types)


def addresses(targets: Targets) -> tuple[list[str], bool, list[str]]:
    return [one.address for one in targets.changes], targets.certain, [one.address for one in targets.possible]


def bucket(name: str, **values: object) -> object:
    return change(f"aws_s3_bucket.{name}", id=COMPUTED, arn=COMPUTED, **values)


@pytest.mark.parametrize(
    ("references", "names"),
    [
        (("a_b.c.id", "a_b.c"), ["a_b.c.id"]),
        (("a_b.c[0].id", "a_b.c[0]", "a_b.c"), ["a_b.c[0].id"]),
        (("a_b.c", "each.key"), ["a_b.c", "each.key"]),
        (("a_b.c.id", "a_b.c", "a_b.c"), ["a_b.c.id", "a_b.c"]),
        (
            ("each.value.ou", "each.value", "local.root", "each.value.ou", "each.value"),
            ["each.value.ou", "local.root", "each.value.ou"],
        ),
    ],
)
def test_each_name_counts_once(references: tuple[str, ...], names: list[str]) -> None:
    assert [one.text for one in names_of(references)] == names


@pytest.mark.parametrize(
    ("text", "kind", "subject", "key", "rest"),
    [
        ("aws_vpc.main.id", "resource", "aws_vpc.main", None, ("id",)),
        ("data.aws_vpc.main[0].id", "resource", "data.aws_vpc.main", 0, ("id",)),
        ('aws_vpc.main["a.b[\\"c\\"]"].roots[0].id', "resource", "aws_vpc.main", 'a.b["c"]', ("roots", 0, "id")),
        ("module.a.out", "module", "a", None, ("out",)),
        ('module.a["x"].out.deep', "module", "a", "x", ("out", "deep")),
        ("var.x[0].y", "var", "x", None, (0, "y")),
        ("each.value.id", "each", "value", None, ("id",)),
        ("path.module", "silent", "path.module", None, ()),
        ("ephemeral.aws_x.y", "other", "ephemeral.aws_x.y", None, ()),
        ("", "other", "", None, ()),
    ],
)
def test_names(text: str, kind: str, subject: str, key: object, rest: object) -> None:
    name = name_of(text)
    assert (name.kind, name.subject, name.key, name.rest) == (kind, subject, key, rest)


def with_keys(*keys: str, of: tuple[str, ...] = ("aws_s3_bucket.b", "each.key")) -> Plan:
    return plan(
        module(resource("aws_s3_bucket.b"), resource(f"{BLOCK}.p", bucket=ref(*of))),
        *(change(f'aws_s3_bucket.b["{key}"]', id=COMPUTED) for key in ("x", "y")),
        *(change(f'{BLOCK}.p["{key}"]', bucket=UNKNOWN) for key in keys),
    )


def test_the_same_key_is_meant_where_every_instance_has_its_counterpart() -> None:
    assert addresses(found(with_keys("x"), f'{BLOCK}.p["x"]')) == (['aws_s3_bucket.b["x"]'], True, [])
    # One of the keys has no bucket, so the key in brackets is not each.key alone.
    odd = found(with_keys("x", "z"), f'{BLOCK}.p["x"]')
    assert addresses(odd) == ([], False, ['aws_s3_bucket.b["x"]', 'aws_s3_bucket.b["y"]'])
    assert odd.through == ("aws_s3_bucket.b[each.key]",)


def test_another_name_in_brackets_cannot_be_told() -> None:
    made = with_keys("x", of=("aws_s3_bucket.b", "each.value.name", "each.value"))
    assert addresses(found(made, f'{BLOCK}.p["x"]'))[:2] == ([], False)


def test_all_instances_of_one_name_are_possible_for_a_single_value() -> None:
    made = with_keys("x", of=("aws_s3_bucket.b",))
    assert addresses(found(made, f'{BLOCK}.p["x"]')) == ([], False, ['aws_s3_bucket.b["x"]', 'aws_s3_bucket.b["y"]'])


def test_an_instance_that_is_not_there() -> None:
    made = with_keys("x", of=('aws_s3_bucket.b["q"].id', 'aws_s3_bucket.b["q"]', "aws_s3_bucket.b"))
    assert addresses(found(made, f'{BLOCK}.p["x"]')) == ([], False, [])


def lists(value: object, *names: str) -> Targets:
    made = plan(
        module(resource("aws_subnet.s"), resource("aws_subnet.t"), resource("aws_lb.l", subnets=ref(*names))),
        change("aws_subnet.s[0]", id=COMPUTED),
        change("aws_subnet.s[1]", id=COMPUTED),
        change("aws_subnet.t", id=COMPUTED),
        change("aws_lb.l", subnets=value),
    )
    return found(made, "aws_lb.l", "subnets")


def test_lists() -> None:
    both = ["aws_subnet.s[0]", "aws_subnet.s[1]"]
    assert addresses(lists([UNKNOWN, UNKNOWN], "aws_subnet.s")) == (both, True, [])
    # `for` may leave some out, and only the number of items tells.
    assert addresses(lists([UNKNOWN], "aws_subnet.s")) == ([], False, both)
    assert addresses(lists(UNKNOWN, "aws_subnet.s")) == ([], False, both)
    named = ("aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s", "aws_subnet.t.id", "aws_subnet.t")
    assert addresses(lists(UNKNOWN, *named)) == (["aws_subnet.s[0]", "aws_subnet.t"], True, [])


def test_one_of_two_names_for_a_single_value_is_only_possible() -> None:
    made = plan(
        module(
            resource("aws_s3_bucket.a"),
            resource("aws_s3_bucket.b"),
            resource(
                f"{BLOCK}.p",
                bucket=ref("var.b", "aws_s3_bucket.a.id", "aws_s3_bucket.a", "aws_s3_bucket.b.id", "aws_s3_bucket.b"),
            ),
        ),
        change("aws_s3_bucket.a", id=COMPUTED),
        change("aws_s3_bucket.b", id=COMPUTED),
        change(f"{BLOCK}.p", bucket=UNKNOWN),
    )
    assert addresses(found(made, f"{BLOCK}.p")) == ([], False, ["aws_s3_bucket.a", "aws_s3_bucket.b"])
    # A name that says nothing of this type is not in doubt: only one bucket is named.
    assert addresses(found(made, f"{BLOCK}.p", "bucket", "aws_vpc")) == ([], True, [])


def nested(*, key: str = "") -> Plan:
    inner = module(
        resource("aws_s3_bucket.this"),
        resource(f"{BLOCK}.given", bucket=ref("var.target")),
        outputs={
            "id": ref("aws_s3_bucket.this.id", "aws_s3_bucket.this"),
            "key": ref("aws_kms_key.k.arn", "aws_kms_key.k"),
        },
        variables={"target": UNSET},
    )
    outer = module(
        calls=(called("inner", inner, target=ref("var.target")),),
        outputs={"id": ref("module.inner.id", "module.inner")},
    )
    root = module(
        resource("aws_s3_bucket.root"),
        resource(
            f"{BLOCK}.p", bucket=ref("module.outer", "each.key") if key else ref("module.outer.id", "module.outer")
        ),
        calls=(called("outer", outer, target=ref("aws_s3_bucket.root.id", "aws_s3_bucket.root")),),
    )
    where = f"module.outer{key}.module.inner"
    return plan(
        root,
        change("aws_s3_bucket.root", id=COMPUTED),
        change(f"{where}.aws_s3_bucket.this", id=COMPUTED),
        change(f"{where}.{BLOCK}.given", bucket=UNKNOWN),
        change(f"{BLOCK}.p{key}", bucket=UNKNOWN),
    )


def test_outputs_and_arguments_of_modules() -> None:
    made = nested()
    assert addresses(found(made, f"{BLOCK}.p")) == (["module.outer.module.inner.aws_s3_bucket.this"], True, [])
    assert addresses(found(made, f"module.outer.module.inner.{BLOCK}.given")) == (["aws_s3_bucket.root"], True, [])


def test_an_output_of_a_repeated_module_is_told_by_type_alone() -> None:
    made = nested(key='["x"]')
    wanted = 'module.outer["x"].module.inner.aws_s3_bucket.this'
    assert addresses(found(made, f'{BLOCK}.p["x"]', "bucket", "aws_s3_bucket")) == ([wanted], True, [])
    assert addresses(found(made, f'{BLOCK}.p["x"]')) == ([], False, [wanted])


def test_chained_repetition() -> None:
    made = plan(
        module(
            resource("aws_route_table.t"),
            resource("aws_route.r", ref("aws_route_table.t"), route_table_id=ref("each.value.id", "each.value")),
        ),
        *(change(f'aws_route_table.t["{key}"]', id=COMPUTED) for key in "ab"),
        *(change(f'aws_route.r["{key}"]', route_table_id=UNKNOWN) for key in "ab"),
    )
    assert addresses(found(made, 'aws_route.r["b"]', "route_table_id")) == (['aws_route_table.t["b"]'], True, [])


def test_a_map_of_several_is_one_of_them() -> None:
    over = ref("aws_s3_bucket.a.id", "aws_s3_bucket.a", "aws_s3_bucket.b.id", "aws_s3_bucket.b")
    made = plan(
        module(
            resource("aws_s3_bucket.a"),
            resource("aws_s3_bucket.b"),
            resource(f"{BLOCK}.p", over, bucket=ref("each.value")),
        ),
        change("aws_s3_bucket.a", id=COMPUTED),
        change("aws_s3_bucket.b", id=COMPUTED),
        change(f'{BLOCK}.p["x"]', bucket=UNKNOWN),
    )
    assert addresses(found(made, f'{BLOCK}.p["x"]')) == ([], False, ["aws_s3_bucket.a", "aws_s3_bucket.b"])


def test_what_was_given_to_another_object_is_followed() -> None:
    made = plan(
        module(
            resource("aws_s3_bucket.b"),
            resource("aws_s3_bucket_versioning.v", bucket=ref("aws_s3_bucket.b.id", "aws_s3_bucket.b")),
            resource(f"{BLOCK}.given", bucket=ref("aws_s3_bucket_versioning.v.bucket", "aws_s3_bucket_versioning.v")),
            resource(f"{BLOCK}.id", bucket=ref("aws_s3_bucket_versioning.v.id", "aws_s3_bucket_versioning.v")),
        ),
        change("aws_s3_bucket.b", id=COMPUTED),
        change("aws_s3_bucket_versioning.v", bucket=UNKNOWN, id=COMPUTED),
        change(f"{BLOCK}.given", bucket=UNKNOWN),
        change(f"{BLOCK}.id", bucket=UNKNOWN),
    )
    for name in ("given", "id"):
        assert addresses(found(made, f"{BLOCK}.{name}", "bucket", "aws_s3_bucket")) == (["aws_s3_bucket.b"], True, [])
        assert addresses(found(made, f"{BLOCK}.{name}"))[0] == ["aws_s3_bucket_versioning.v"]


def test_what_comes_from_elsewhere_is_not_certain() -> None:
    root = module(
        resource("data.aws_ssm_parameter.name"),
        resource(f"{BLOCK}.data", bucket=ref("data.aws_ssm_parameter.name.value", "data.aws_ssm_parameter.name")),
        resource(f"{BLOCK}.secret", bucket=ref("var.secret")),
        resource(f"{BLOCK}.dynamic"),
    )
    made = plan(
        root,
        change("data.aws_ssm_parameter.name", Verb.READ, value=COMPUTED),
        change(f"{BLOCK}.data", bucket=UNKNOWN),
        change(f"{BLOCK}.secret", bucket=SENSITIVE),
        change(f"{BLOCK}.dynamic", rule=[{"bucket": UNKNOWN}]),
        variables={"secret": SENSITIVE},
    )
    assert addresses(found(made, f"{BLOCK}.data", "bucket", "aws_s3_bucket")) == ([], False, [])
    assert addresses(found(made, f"{BLOCK}.data"))[0] == ["data.aws_ssm_parameter.name"]
    assert found(made, f"{BLOCK}.secret").through == ("var.secret",)
    assert found(made, f"{BLOCK}.dynamic", "rule[0].bucket").through == ("rule[0].bucket",)


def test_what_is_not_set_refers_to_nothing() -> None:
    made = plan(module(resource(f"{BLOCK}.p", bucket=ref("var.b"))), change(f"{BLOCK}.p", bucket=COMPUTED))
    assert addresses(found(made, f"{BLOCK}.p")) == addresses(found(made, f"{BLOCK}.p", "nothing")) == ([], True, [])


def test_names_that_go_round_in_a_circle_end() -> None:
    made = plan(
        module(
            resource(f"{BLOCK}.a", bucket=ref(f"{BLOCK}.b.bucket", f"{BLOCK}.b")),
            resource(f"{BLOCK}.b", bucket=ref(f"{BLOCK}.a.bucket", f"{BLOCK}.a")),
        ),
        change(f"{BLOCK}.a", bucket=UNKNOWN),
        change(f"{BLOCK}.b", bucket=UNKNOWN),
    )
    assert found(made, f"{BLOCK}.a", "bucket", "aws_s3_bucket").through == ("too deep",)


class Branching:
    """Locals that each refer to eight others, sixty times over."""

    def locals_of(self, module_path: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        return {f"a{at}": tuple(f"local.a{at + 1 + more}" for more in range(8)) for at in range(60)}


def test_names_that_branch_without_end_do_not() -> None:
    made = plan(module(resource(f"{BLOCK}.p", bucket=ref("local.a0"))), change(f"{BLOCK}.p", bucket=UNKNOWN))
    assert "too deep" in Resolver(made, Branching()).targets(made.changes[0], "bucket").through


def test_blocks_are_told_apart_by_their_constants() -> None:
    def rule(name: str, queue: str) -> dict[str, Expression]:
        return {"name": Expression(constant=name), "arn": ref(f"aws_sqs_queue.{queue}.arn", f"aws_sqs_queue.{queue}")}

    made = plan(
        module(
            resource("aws_sqs_queue.a"),
            resource("aws_sqs_queue.b"),
            resource("aws_pipe.p", rule=Expression(blocks=(rule("x", "a"), rule("y", "b")))),
        ),
        change("aws_sqs_queue.a", arn=COMPUTED),
        change("aws_sqs_queue.b", arn=COMPUTED),
        # A set is sorted another way than it is written.
        change("aws_pipe.p", rule=[{"name": "y", "arn": UNKNOWN}, {"name": "x", "arn": UNKNOWN}]),
    )
    assert addresses(found(made, "aws_pipe.p", "rule[0].arn")) == (["aws_sqs_queue.b"], True, [])
    assert addresses(found(made, "aws_pipe.p", "rule[1].arn")) == (["aws_sqs_queue.a"], True, [])
    assert addresses(found(made, "aws_pipe.p", "rule[].arn")) == (["aws_sqs_queue.b", "aws_sqs_queue.a"], True, [])
    assert sorted(addresses(found(made, "aws_pipe.p", "rule"))[0]) == ["aws_sqs_queue.a", "aws_sqs_queue.b"]


def test_what_goes_away_is_not_what_an_expression_leads_to() -> None:
    made = plan(
        module(resource(f"{BLOCK}.p", bucket=ref("aws_s3_bucket.b.id", "aws_s3_bucket.b"))),
        change("aws_s3_bucket.b", Verb.DELETE, id="x"),
        change(f"{BLOCK}.p", bucket=UNKNOWN),
    )
    assert addresses(found(made, f"{BLOCK}.p")) == ([], True, [])
