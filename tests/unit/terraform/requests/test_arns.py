"""ARNs of resources: what is known fills the format, what is not is `*` with the attribute behind it."""

from __future__ import annotations

import pytest

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN
from guardrails.model.prediction import Prediction
from tests.unit.terraform.requests.building import ACCOUNT, REGION, change, of_action, placed, requests

QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/"


def created(type: str, after: dict[str, object], action: str, kind: str = "") -> Prediction:
    return of_action(requests(change(type, after)), action, kind)


@pytest.mark.parametrize(
    ("after", "resource", "cause"),
    [
        ({"name": "jobs"}, "jobs", None),
        ({"name": COMPUTED, "name_prefix": "jobs-"}, "jobs-*", ("name", COMPUTED)),
        ({"name": UNKNOWN, "name_prefix": "jobs-"}, "jobs-*", ("name", UNKNOWN)),
        ({"name": COMPUTED, "name_prefix": None}, "terraform-*", ("name", COMPUTED)),
        ({"name": None, "name_prefix": COMPUTED}, "terraform-*", ("name", COMPUTED)),
        ({"name": UNKNOWN}, "*", ("name", UNKNOWN)),
        ({"name": COMPUTED, "name_prefix": UNKNOWN}, "*", ("name", COMPUTED)),
        ({"name": SENSITIVE}, "*", ("name", SENSITIVE)),
    ],
)
def test_names_in_each_state(after: dict[str, object], resource: str, cause: object) -> None:
    one = created("aws_sqs_queue", after, "sqs:CreateQueue")
    assert one.resource == QUEUE + resource
    assert one.causes.get("resource") == cause


def test_types_whose_generated_names_start_otherwise() -> None:
    one = created("aws_db_instance", {"identifier": COMPUTED, "identifier_prefix": None}, "rds:CreateDBInstance", "db")
    assert one.resource.endswith(":db:t*")


@pytest.mark.parametrize(
    ("after", "resource"),
    [
        ({"name": "app", "path": "/"}, "app"),
        ({"name": "app", "path": "/team/"}, "team/app"),
        ({"name": "app"}, "app"),
        ({"name": COMPUTED, "name_prefix": "app-", "path": "/"}, "app-*"),
        ({"name": "app", "path": UNKNOWN}, "*"),
    ],
)
def test_iam_names_carry_their_path(after: dict[str, object], resource: str) -> None:
    assert created("aws_iam_role", after, "iam:CreateRole").resource == ROLE + resource


@pytest.mark.parametrize(
    ("name", "resource"),
    [("/app/db", "parameter/app/db"), ("plain", "parameter/plain")],
)
def test_a_leading_slash_is_in_the_format_already(name: str, resource: str) -> None:
    assert created("aws_ssm_parameter", {"name": name}, "ssm:PutParameter").resource.endswith(f":{resource}")


def test_what_the_format_has_already_is_not_repeated() -> None:
    found = requests(change("aws_kms_alias", {"name": "alias/app", "target_key_id": "1234"}))
    assert of_action(found, "kms:CreateAlias", "alias").resource.endswith(":alias/app")
    assert of_action(found, "kms:CreateAlias", "key").resource.endswith(":key/1234")


def test_ids_that_aws_makes_are_stars() -> None:
    one = created("aws_vpc", {"cidr_block": "10.0.0.0/16"}, "ec2:CreateVpc")
    assert one.resource == f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/*"
    assert one.causes["resource"] == ("arn", COMPUTED)


def test_secrets_end_in_characters_that_nobody_knows() -> None:
    secret = change("aws_secretsmanager_secret", {"name": "db"})
    one = change("aws_secretsmanager_secret_version", {"secret_id": UNKNOWN})
    found = requests(one, secret, told={(one.address, "secret_id"): (secret.address,)})
    written = of_action(found, "secretsmanager:PutSecretValue")
    assert written.resource.endswith(":secret:db-*") and written.causes["resource"] == ("secret_id", UNKNOWN)


def test_arns_given_as_values_are_taken_as_they_are() -> None:
    key = "arn:aws:kms:us-east-1:333333333333:key/1234"
    one = created("aws_kms_alias", {"name": "alias/a", "target_key_id": key}, "kms:CreateAlias", "key")
    assert (one.resource, one.resource_account) == (key, "333333333333")
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts"
    after: dict[str, object] = {"topic_arn": topic, "protocol": "email", "endpoint": "a@example.com"}
    told = created("aws_sns_topic_subscription", after, "sns:Subscribe")
    assert (told.resource, told.resource_account) == (topic, "")


def test_an_alias_says_nothing_of_its_key() -> None:
    after: dict[str, object] = {"key_id": "arn:aws:kms:us-east-1:333333333333:alias/a", "operations": ["Decrypt"]}
    one = created("aws_kms_grant", after, "kms:CreateGrant")
    assert one.resource.endswith(":key/*") and one.causes["resource"][1] is UNKNOWN


def test_the_state_knows_the_whole_arn() -> None:
    arn = "arn:aws:autoscaling:eu-west-1:222222222222:autoScalingGroup:0f:autoScalingGroupName/web"
    one = change("aws_autoscaling_group", {}, {"name": "web", "arn": arn})
    assert of_action(requests(one), "autoscaling:DeleteAutoScalingGroup").resource == arn


def test_the_arn_of_another_kind_of_thing_is_not_taken() -> None:
    before = {"arn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:internet-gateway/igw-1", "id": "igw-1", "vpc_id": "vpc-1"}
    found = requests(change("aws_internet_gateway", {}, before))
    assert of_action(found, "ec2:DetachInternetGateway", "vpc").resource.endswith(":vpc/vpc-1")
    assert of_action(found, "ec2:DeleteInternetGateway").resource == before["arn"]


def test_unknown_places_are_stars_too() -> None:
    one = change("aws_sqs_queue", {"name": "jobs"})
    (found, *_) = requests(one, place=placed(UNKNOWN, UNKNOWN))
    assert found.resource == "arn:aws:sqs:*:*:jobs"
    assert found.causes["resource"] == ("provider region", UNKNOWN)
    assert found.account is UNKNOWN and found.region is UNKNOWN


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_partitions_follow_the_region(region: str, partition: str) -> None:
    found = requests(
        change("aws_sqs_queue", {"name": "a"}), change("aws_iam_user", {"name": "u"}), place=placed(region=region)
    )
    assert {one.resource.split(":")[1] for one in found} == {partition}
    assert of_action(found, "iam:CreateUser").region == region


def test_global_services_answer_in_one_region() -> None:
    found = requests(
        change("aws_iam_user", {"name": "u"}), change("aws_s3_bucket", {"bucket": "b"}, provider_key="aws")
    )
    assert of_action(found, "iam:CreateUser").region == "us-east-1"
    assert {one.region for one in found if one.action == "s3:CreateBucket"} == {REGION}


BLOCK = "aws_s3_bucket_public_access_block"


def referring(bucket: Change) -> Prediction:
    one = change(BLOCK, {"bucket": UNKNOWN})
    found = requests(one, bucket, told={(one.address, "bucket"): (bucket.address,)})
    return of_action(found, "s3:PutBucketPublicAccessBlock")


@pytest.mark.parametrize(
    ("bucket", "resource"),
    [
        ({"bucket": "logs", "id": UNKNOWN}, "logs"),
        ({"bucket": COMPUTED, "bucket_prefix": "logs-"}, "logs-*"),
        ({"bucket": UNKNOWN}, "*"),
        ({"bucket": SENSITIVE}, "*"),
    ],
)
def test_unknown_names_follow_references(bucket: dict[str, object], resource: str) -> None:
    assert referring(change("aws_s3_bucket", bucket, provider_key="aws")).resource == f"arn:aws:s3:::{resource}"


def test_a_resolved_name_leaves_no_cause() -> None:
    assert "resource" not in referring(change("aws_s3_bucket", {"bucket": "logs"})).causes


def test_two_possible_targets_are_no_name() -> None:
    one, a, b = (change(BLOCK, {"bucket": UNKNOWN}), *(change("aws_s3_bucket", {"bucket": x}, address=x) for x in "ab"))
    found = requests(one, a, b, told={(one.address, "bucket"): ("a", "b")})
    assert of_action(found, "s3:PutBucketPublicAccessBlock").resource == "arn:aws:s3:::*"


def test_references_are_followed_through_other_resources() -> None:
    bucket = change("aws_s3_bucket", {"bucket": "logs"})
    between = change("aws_s3_bucket_versioning", {"bucket": UNKNOWN})
    one = change(BLOCK, {"bucket": UNKNOWN})
    told = {(one.address, "bucket"): (between.address,), (between.address, "bucket"): (bucket.address,)}
    assert (
        of_action(requests(one, between, bucket, told=told), "s3:PutBucketPublicAccessBlock").resource
        == "arn:aws:s3:::logs"
    )


def test_references_in_a_circle_end() -> None:
    one, other = change(BLOCK, {"bucket": UNKNOWN}), change("aws_s3_bucket_versioning", {"bucket": UNKNOWN})
    told = {(one.address, "bucket"): (other.address,), (other.address, "bucket"): (other.address,)}
    assert of_action(requests(one, other, told=told), "s3:PutBucketPublicAccessBlock").resource == "arn:aws:s3:::*"


def test_the_path_of_a_role_comes_with_its_name() -> None:
    role = change("aws_iam_role", {"name": "app", "path": "/team/"})
    one = change("aws_iam_role_policy", {"role": UNKNOWN, "policy": "{}"})
    found = requests(one, role, told={(one.address, "role"): (role.address,)})
    assert of_action(found, "iam:PutRolePolicy").resource == f"{ROLE}team/app"


def test_a_queue_url_ends_in_the_name() -> None:
    one = change(
        "aws_sqs_queue_policy", {"queue_url": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/jobs", "policy": "{}"}
    )
    assert {found.resource for found in requests(one)} <= {f"{QUEUE}jobs", f"{QUEUE}*"}
