"""Objects found by a value that is known."""

from __future__ import annotations

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Targets
from guardrails.model.plan.values import COMPUTED, UNKNOWN
from guardrails.terraform.references.resolver import Resolver
from tests.unit.terraform.references.building import change, module, plan, ref, resource

ROLE = "arn:aws:iam::222222222222:role/path/apply"


def targets(
    attribute: str, value: object, *others: Change, types: tuple[str, ...] = (), expression: Expression | None = None
) -> Targets:
    one = change("aws_asker.a", **{attribute: value})
    config = resource("aws_asker.a", None, **{attribute: expression or Expression(constant=value)})
    policy = resource("aws_s3_bucket_policy.p", bucket=Expression(constant="logs"))
    made = plan(module(config, policy), one, *others)
    return Resolver(made).targets(one, attribute, types)


def shown(found: Targets) -> tuple[list[str], bool]:
    return [one.address for one in found.changes], found.certain


def test_ids_and_arns() -> None:
    vpc = change(
        "aws_vpc.v",
        Verb.NO_OP,
        id="vpc-0123456789abcdef0",
        arn="arn:aws:ec2:us-east-1:222222222222:vpc/vpc-0123456789abcdef0",
    )
    assert shown(targets("vpc_id", "vpc-0123456789abcdef0", vpc)) == (["aws_vpc.v"], True)
    assert shown(targets("anything", vpc.settled["arn"], vpc)) == (["aws_vpc.v"], True)
    assert shown(targets("vpc_id", "vpc-0fedcba9876543210", vpc)) == ([], True)
    assert shown(targets("vpc_id", "vpc-0123456789abcdef0", vpc, types=("aws_subnet",))) == ([], True)


def test_a_name_is_one_of_what_the_attribute_takes() -> None:
    same = [change("aws_s3_bucket.b", bucket="logs"), change("aws_iam_role.r", name="logs")]
    assert shown(targets("log_bucket", "logs", *same)) == (["aws_s3_bucket.b"], True)
    assert shown(targets("role", "logs", *same)) == (["aws_iam_role.r"], True)
    assert shown(targets("description", "logs", *same)) == ([], True)
    assert shown(targets("anything", "logs", *same, types=("aws_iam_role",))) == (["aws_iam_role.r"], True)


def test_what_belongs_to_a_bucket_has_its_name_as_id() -> None:
    both = [
        change("aws_s3_bucket.b", Verb.NO_OP, id="logs", bucket="logs"),
        change("aws_s3_bucket_policy.p", Verb.NO_OP, id="logs", bucket="logs"),
    ]
    assert shown(targets("bucket", "logs", *both)) == (["aws_s3_bucket.b"], True)


def test_two_of_one_name_are_possible() -> None:
    found = targets("role", "apply", change("aws_iam_role.a", name="apply"), change("aws_iam_role.b", name="apply"))
    assert shown(found) == ([], False) and len(found.possible) == 2


def test_an_arn_that_is_not_known_yet() -> None:
    role = change("aws_iam_role.r", name="apply", arn=COMPUTED)
    found = targets("role_arn", ROLE, role)
    # It may be the role of that name in another account.
    assert shown(found) == ([], False) and [one.address for one in found.possible] == ["aws_iam_role.r"]
    bucket = change("aws_s3_bucket.b", bucket="logs", arn=COMPUTED)
    assert shown(targets("bucket_arn", "arn:aws:s3:::logs", bucket)) == (["aws_s3_bucket.b"], True)
    known = change("aws_iam_role.r", Verb.NO_OP, name="apply", arn=ROLE.replace("222222222222", "333333333333"))
    assert shown(targets("role_arn", ROLE, known)) == ([], True)


def test_a_template_with_the_name_is_not_the_name() -> None:
    role = change("aws_iam_role.r", name="apply")
    expression = ref("aws_iam_role.r.name", "aws_iam_role.r")
    assert shown(targets("profile", "apply", role, expression=expression)) == (["aws_iam_role.r"], True)
    found = targets("profile", "apply-twin", role, expression=expression)
    assert shown(found) == ([], False) and found.through == ("a template or a function",)


def test_lists_are_each_looked_up() -> None:
    both = [
        change("aws_subnet.a", Verb.NO_OP, id="subnet-0123456789abcdef0"),
        change("aws_subnet.b", Verb.NO_OP, id="subnet-0123456789abcdef1"),
    ]
    found = targets(
        "subnet_ids", ["subnet-0123456789abcdef1", "subnet-0123456789abcdef0", "subnet-0123456789abcdef2"], *both
    )
    assert shown(found) == (["aws_subnet.b", "aws_subnet.a"], True)


def test_a_replaced_object_is_known_by_its_old_id_too() -> None:
    old = Change(
        "aws_vpc.v",
        "aws_vpc",
        "v",
        Verb.DELETE_THEN_CREATE,
        0,
        before={"id": "vpc-0123456789abcdef0"},
        after={"id": UNKNOWN},
    )
    assert shown(targets("vpc_id", "vpc-0123456789abcdef0", old)) == (["aws_vpc.v"], True)


def test_nothing_refers_to_itself_by_its_own_name() -> None:
    made = plan(module(), change("aws_sns_topic.a", name="x"), change("aws_sns_topic.b", name="x"))
    assert shown(Resolver(made).targets(made.changes[0], "name")) == ([], True)


def test_the_other_direction() -> None:
    queue, topic = (
        change("aws_sqs_queue.q", Verb.NO_OP, arn="arn:aws:sqs:us-east-1:222222222222:q"),
        change("aws_sns_topic.t"),
    )
    asks = [
        change(f"aws_asker.a[{at}]", arn=value) for at, value in enumerate([queue.settled["arn"], UNKNOWN, COMPUTED])
    ]
    config = resource("aws_asker.a", None, arn=ref("local.unread"))
    resolver = Resolver(plan(module(config), queue, topic, *asks))
    found = resolver.sources(queue, "aws_asker", "arn")
    assert [one.address for one in found.changes] == ["aws_asker.a[0]"]
    assert not found.certain and found.through == ("local.unread",)
    assert resolver.sources(topic, "aws_asker", "other") == Targets()
