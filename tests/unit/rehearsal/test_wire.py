"""Each protocol is decoded, and nothing hostile gets further than a WireError."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guardrails.rehearsal.wire import HttpRequest, WireError, decode, signer
from tests.unit.rehearsal.requests import sent

ARN = "arn%3Aaws%3Abackup%3Aus-east-1%3A111111111111%3Abackup-vault%3Ax"


def test_query() -> None:
    call = decode(sent("iam", body="Action=CreateRole&Version=2010-05-08&RoleName=a%2Fb&Path="))
    assert (call.name, call.parameters) == ("iam:CreateRole", {"RoleName": "a/b", "Path": ""})
    assert (call.region, call.access_key) == ("us-east-1", "AKIA111111111111MOCK")


def test_query_tells_services_of_one_name_apart_by_their_version() -> None:
    new = decode(sent("elasticloadbalancing", body="Action=DescribeLoadBalancers&Version=2015-12-01"))
    old = decode(sent("elasticloadbalancing", body="Action=DescribeLoadBalancers&Version=2012-06-01"))
    assert (new.service, old.service) == ("elbv2", "elb")


def test_ec2() -> None:
    call = decode(sent("ec2", body="Action=RunInstances&Version=2016-11-15&InstanceType=t3.micro"))
    assert (call.name, call.parameters["InstanceType"]) == ("ec2:RunInstances", "t3.micro")


def test_json() -> None:
    call = decode(
        sent(
            "ce",
            body='{"MonitorArnList": ["a"]}',
            headers={"x-amz-target": "AWSInsightsIndexService.GetAnomalyMonitors"},
        )
    )
    assert (call.name, call.parameters) == ("ce:GetAnomalyMonitors", {"MonitorArnList": ["a"]})


@pytest.mark.parametrize("prefix", ["CloudTrail_20131101", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"])
def test_json_with_a_package_before_the_target(prefix: str) -> None:
    assert (
        decode(sent("cloudtrail", headers={"x-amz-target": f"{prefix}.DescribeTrails"})).operation == "DescribeTrails"
    )


def test_names_of_iam_where_the_scope_differs() -> None:
    call = decode(sent("monitoring", body="Action=PutMetricAlarm&Version=2010-08-01"))
    assert (call.service, call.name) == ("cloudwatch", "cloudwatch:PutMetricAlarm")
    call = decode(sent("sso", headers={"x-amz-target": "SWBExternalService.CreatePermissionSet"}, body="{}"))
    assert (call.service, call.name) == ("sso-admin", "sso:CreatePermissionSet")


def test_rest_json_takes_labels_query_and_body_by_the_models_names() -> None:
    body = '{"adminAccountId": "222222222222"}'
    call = decode(sent("guardduty", path="/admin/enable", body=body))
    assert (call.operation, call.parameters) == ("EnableOrganizationAdminAccount", {"AdminAccountId": "222222222222"})
    call = decode(sent("backup", "GET", f"/tags/{ARN}"))
    assert call.parameters == {"ResourceArn": "arn:aws:backup:us-east-1:111111111111:backup-vault:x"}
    call = decode(sent("guardduty", "DELETE", "/tags/a", "tagKeys=x&tagKeys=y"))
    assert (call.operation, call.parameters["TagKeys"]) == ("UntagResource", ["x", "y"])


def test_rest_json_renames_inside_structures() -> None:
    body = '{"features": [{"name": "S3_DATA_EVENTS", "status": "ENABLED"}], "enable": true}'
    call = decode(sent("guardduty", path="/detector/abc", body=body))
    assert call.parameters["Features"] == [{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}]
    assert call.parameters["DetectorId"] == "abc"


S3 = [
    ("GET", "/", "", "ListBuckets"),
    ("PUT", "/bucket", "", "CreateBucket"),
    ("PUT", "/bucket/", "", "CreateBucket"),
    ("PUT", "/bucket", "policy=", "PutBucketPolicy"),
    ("GET", "/bucket", "lifecycle=&x-id=Whatever", "GetBucketLifecycleConfiguration"),
    ("GET", "/bucket", "list-type=2", "ListObjectsV2"),
    ("GET", "/bucket", "list-type=1", "ListObjects"),
    ("PUT", "/bucket/a/b/c", "", "PutObject"),
    ("PUT", "/bucket/a", "partNumber=1&uploadId=x", "UploadPart"),
    ("HEAD", "/bucket", "", "HeadBucket"),
]


@pytest.mark.parametrize(("method", "path", "query", "operation"), S3)
def test_s3_by_path_and_query(method: str, path: str, query: str, operation: str) -> None:
    assert decode(sent("s3", method, path, query)).operation == operation


def test_s3_copies_are_told_from_puts_by_a_header() -> None:
    assert decode(sent("s3", "PUT", "/b/k", headers={"x-amz-copy-source": "b/other"})).operation == "CopyObject"


def test_s3_control_has_the_same_scope() -> None:
    call = decode(sent("s3", "GET", "/v20180820/configuration/publicAccessBlock", headers={"x-amz-account-id": "1"}))
    assert (call.service, call.name) == ("s3control", "s3:GetPublicAccessBlock")


def test_rest_xml_bodies() -> None:
    body = (
        '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>old</ID><Status>Enabled</Status>'
        "<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays><NewerNoncurrentVersions>5</NewerNoncurrentVersions>"
        "</NoncurrentVersionExpiration></Rule></LifecycleConfiguration>"
    )
    call = decode(sent("s3", "PUT", "/bucket", "lifecycle=", body))
    (rule,) = call.parameters["LifecycleConfiguration"]["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30, "NewerNoncurrentVersions": 5}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa">]><LifecycleConfiguration>&a;</LifecycleConfiguration>'
HOSTILE = {
    "no signature": HttpRequest("GET", "/", "", {}, b""),
    "another signature": HttpRequest("GET", "/", "", {"authorization": "AWS AKIA:sig"}, b""),
    "a scope cut short": HttpRequest("GET", "/", "", {"authorization": "AWS4-HMAC-SHA256 Credential=AKIA/2026"}, b""),
    "an unknown service": sent("no-such-service"),
    "a service that climbs": sent("..", body="Action=A"),
    "an unknown operation": sent("iam", body="Action=Nothing&Version=2010-05-08"),
    "no operation": sent("ec2"),
    "an unknown target": sent("ce", headers={"x-amz-target": "AWSInsightsIndexService.Nothing"}),
    "a target of another service": sent("ce", headers={"x-amz-target": "Other.GetTags"}),
    "an unknown path": sent("guardduty", "GET", "/nowhere/at/all"),
    "an unknown method": sent("s3", "BREW", "/bucket"),
    "broken JSON": sent("ce", body="{", headers={"x-amz-target": "AWSInsightsIndexService.GetTags"}),
    "JSON that is no object": sent("guardduty", path="/admin/enable", body="[1]"),
    "deep JSON": sent("guardduty", path="/admin/enable", body="[" * 100_000),
    "bytes that are no text": sent("guardduty", path="/admin/enable", body=b"\xff\xfe\x00"),
    "broken XML": sent("s3", "PUT", "/bucket", "lifecycle=", "<a>"),
    "XML with entities": sent("s3", "PUT", "/bucket", "lifecycle=", BOMB),
}


@pytest.mark.parametrize("request_", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_call_is_refused(request_: HttpRequest) -> None:
    with pytest.raises(WireError):
        decode(request_)


@given(
    scope=some.sampled_from(["iam", "ec2", "s3", "guardduty", "organizations"]),
    method=some.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    path=some.text(max_size=40).map(lambda text: f"/{text}"),
    query=some.text(max_size=40),
    body=some.binary(max_size=80),
    target=some.text(max_size=40),
)
def test_whatever_comes_is_a_call_or_a_wire_error(
    scope: str, method: str, path: str, query: str, body: bytes, target: str
) -> None:
    try:
        call = decode(sent(scope, method, path, query, body, {"x-amz-target": target}))
    except WireError:
        return
    assert call.operation


def test_the_signer_is_known_even_where_the_call_is_not() -> None:
    assert signer(sent("no-such-service", key="ASIAX")) == "ASIAX"
    assert signer(HttpRequest("GET", "/", "", {}, b"")) is None
