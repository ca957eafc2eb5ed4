"""The emulated AWS: each account and Region apart, every error in the protocol's own form, nothing left running."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from guardrails.rehearsal.answers.table import ANSWERS
from guardrails.rehearsal.environment import access_key_of
from guardrails.rehearsal.server import Server, emulated_aws
from guardrails.rehearsal.wire import model

ONE, OTHER = "111111111111", "222222222222"


@pytest.fixture(scope="module")
def aws() -> Iterator[Server]:
    with emulated_aws() as server:
        yield server


def client(aws: Server, service: str, account: str = ONE, region: str = "us-east-1") -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=aws.url,
        aws_access_key_id=access_key_of(account),
        aws_secret_access_key="mock",
        config=Config(retries={"max_attempts": 1}, inject_host_prefix=False),
    )


@pytest.mark.parametrize(("service", "operation"), ANSWERS)
def test_each_handler_answers_an_operation_that_there_is(service: str, operation: str) -> None:
    assert operation in model(service).operation_names


def test_accounts_and_regions_are_apart(aws: Server) -> None:
    made = client(aws, "guardduty").create_detector(Enable=True)["DetectorId"]
    assert client(aws, "guardduty").list_detectors()["DetectorIds"] == [made]
    assert client(aws, "guardduty", OTHER).list_detectors()["DetectorIds"] == []
    assert client(aws, "guardduty", region="us-west-2").list_detectors()["DetectorIds"] == []


def test_services_of_an_account_are_apart(aws: Server) -> None:
    """What two services call alike is not the same thing: administrators, members, shares."""
    where = {"account": "333333333333", "region": "eu-north-1"}
    guardduty, hub = client(aws, "guardduty", **where), client(aws, "securityhub", **where)
    guardduty.enable_organization_admin_account(AdminAccountId=OTHER)
    assert hub.list_organization_admin_accounts()["AdminAccounts"] == []
    hub.enable_organization_admin_account(AdminAccountId=ONE)
    assert hub.list_organization_admin_accounts()["AdminAccounts"] == [{"AccountId": ONE, "Status": "ENABLED"}]
    guardduty.disable_organization_admin_account(AdminAccountId=OTHER)
    assert [one["AccountId"] for one in hub.list_organization_admin_accounts()["AdminAccounts"]] == [ONE]
    ram, catalog = client(aws, "ram", **where), client(aws, "servicecatalog", **where)
    portfolio = catalog.create_portfolio(DisplayName="p", ProviderName="me")["PortfolioDetail"]["Id"]
    catalog.create_portfolio_share(PortfolioId=portfolio, AccountId=ONE)
    assert ram.get_resource_shares(resourceOwner="SELF")["resourceShares"] == []


def test_a_rule_to_a_prefix_list_keeps_its_description_and_has_no_range(aws: Server) -> None:
    ec2 = client(aws, "ec2", account="444444444444")
    group = ec2.create_security_group(GroupName="one", Description="one")["GroupId"]
    names = {"PrefixListName": "one", "MaxEntries": 1, "AddressFamily": "IPv4"}
    prefix_list = ec2.create_managed_prefix_list(**names)["PrefixList"]["PrefixListId"]
    to = [{"PrefixListId": prefix_list, "Description": "to S3"}]
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": to}
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule])
    mine = [{"Name": "group-id", "Values": [group]}]
    rules = ec2.describe_security_group_rules(Filters=mine)["SecurityGroupRules"]
    assert [one["Description"] for one in rules if one.get("PrefixListId") == prefix_list] == ["to S3"]
    shown = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissionsEgress"]
    found = [one for one in shown if one.get("FromPort") == 443]
    assert [(one.get("IpRanges"), one.get("Ipv6Ranges")) for one in found] == [([], [])]


def test_what_moto_cannot_change_is_changed(aws: Server) -> None:
    events, logs, store = (client(aws, name, account="444444444444") for name in ("events", "logs", "identitystore"))
    events.create_event_bus(Name="one", Description="old")
    assert events.update_event_bus(Name="one", Description="new")["Description"] == "new"
    assert events.describe_event_bus(Name="one")["Description"] == "new"
    logs.create_log_group(logGroupName="one")
    for key in ("arn:aws:kms:us-east-1:444444444444:key/one", None):
        if key:
            logs.associate_kms_key(logGroupName="one", kmsKeyId=key)
        else:
            logs.disassociate_kms_key(logGroupName="one")
        assert logs.describe_log_groups()["logGroups"][0].get("kmsKeyId") == key
    id = store.create_group(IdentityStoreId="d-1111111111", DisplayName="one")["GroupId"]
    change = [{"AttributePath": "description", "AttributeValue": "new"}]
    store.update_group(IdentityStoreId="d-1111111111", GroupId=id, Operations=change)
    assert store.describe_group(IdentityStoreId="d-1111111111", GroupId=id)["Description"] == "new"


def test_a_rule_of_the_organization_says_that_it_was_changed(aws: Server) -> None:
    config = client(aws, "config", account="444444444444")
    rule = {"RuleIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"}
    said = []
    for _ in range(2):
        config.put_organization_config_rule(OrganizationConfigRuleName="one", OrganizationManagedRuleMetadata=rule)
        statuses = config.describe_organization_config_rule_statuses()["OrganizationConfigRuleStatuses"]
        said += [one["OrganizationRuleStatus"] for one in statuses]
    assert said == ["CREATE_SUCCESSFUL", "UPDATE_SUCCESSFUL"]


def test_the_audiences_of_an_openid_connect_provider_change(aws: Server) -> None:
    iam = client(aws, "iam", account="444444444444")
    new = {"Url": "https://token.example.com", "ClientIDList": ["one"], "ThumbprintList": ["1" * 40]}
    arn = {"OpenIDConnectProviderArn": iam.create_open_id_connect_provider(**new)["OpenIDConnectProviderArn"]}
    iam.add_client_id_to_open_id_connect_provider(**arn, ClientID="two")
    iam.remove_client_id_from_open_id_connect_provider(**arn, ClientID="one")
    assert iam.get_open_id_connect_provider(**arn)["ClientIDList"] == ["two"]


def test_features_of_a_detector_are_kept_side_by_side(aws: Server) -> None:
    guardduty = client(aws, "guardduty", region="eu-west-1")
    id = guardduty.create_detector(Enable=True, Tags={"a": "b"})["DetectorId"]
    for name in ("S3_DATA_EVENTS", "EKS_AUDIT_LOGS"):
        guardduty.update_detector(DetectorId=id, Features=[{"Name": name, "Status": "ENABLED"}])
    found = guardduty.get_detector(DetectorId=id)
    assert [one["Name"] for one in found["Features"]] == ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"]
    assert (found["Status"], found["Tags"]) == ("ENABLED", {"a": "b"})


REFUSED = {
    "json": ("budgets", "describe_budget", {"AccountId": ONE, "BudgetName": "none"}, "NotFoundException", 400),
    "rest-json": ("securityhub", "describe_hub", {}, "InvalidAccessException", 401),
    "rest-xml": ("s3", "get_bucket_lifecycle_configuration", {"Bucket": "none"}, "NoSuchLifecycleConfiguration", 404),
}


@pytest.mark.parametrize(("service", "operation", "asked", "code", "status"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_has_its_protocols_form(
    service: str, operation: str, asked: dict[str, Any], code: str, status: int, aws: Server
) -> None:
    with pytest.raises(ClientError) as no:
        getattr(client(aws, service), operation)(**asked)
    assert no.value.response["Error"]["Code"] == code
    assert no.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


@pytest.mark.parametrize(
    ("service", "operation", "asked"),
    [
        ("ec2", "accept_transit_gateway_vpc_attachment", {"TransitGatewayAttachmentId": "tgw-attach-1"}),
        ("ce", "get_tags", {"TimePeriod": {"Start": "2026-01-01", "End": "2026-02-01"}}),
        ("iam", "simulate_custom_policy", {"PolicyInputList": ["{}"], "ActionNames": ["s3:GetObject"]}),
    ],
)
def test_what_nobody_can_answer_fails_once_and_says_so(
    service: str, operation: str, asked: dict[str, Any], aws: Server
) -> None:
    before = len(aws.calls)
    with pytest.raises(ClientError) as no:
        getattr(client(aws, service), operation)(**asked)
    assert no.value.response["Error"]["Code"] == "EmulatorLacksOperation"
    assert [one.by for one in aws.calls[before:]] == ["nobody"]


def test_ec2_and_query_answers_parse(aws: Server) -> None:
    ec2 = client(aws, "ec2")
    assert ec2.enable_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert client(aws, "ec2", OTHER).get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"


def test_an_assumed_role_works_in_its_own_account(aws: Server) -> None:
    role = f"arn:aws:iam::{OTHER}:role/OrganizationAccountAccessRole"
    keys = client(aws, "sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    session = boto3.client(
        "sts",
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    assert session.get_caller_identity()["Account"] == OTHER


def test_calls_are_recorded_with_account_and_status(aws: Server) -> None:
    client(aws, "sns", OTHER).create_topic(Name="alerts")
    last = aws.calls[-1]
    assert last.call and (last.account, last.call.name, last.status, last.by) == (OTHER, "sns:CreateTopic", 200, "moto")


def test_a_request_that_is_no_call_is_recorded_and_survived(aws: Server) -> None:
    with pytest.raises(OSError):
        urlopen(f"{aws.url}/nowhere?x", timeout=10)
    assert aws.calls[-1].call is None and aws.calls[-1].problem.startswith("no credential scope")
    assert client(aws, "sts").get_caller_identity()["Account"] == ONE


def test_a_handler_that_is_asked_nonsense_refuses(aws: Server) -> None:
    budgets = client(aws, "budgets")
    budgets.meta.events.register("before-call", lambda params, **_: params.update(body=b"{}"))
    with pytest.raises(ClientError, match="KeyError: 'BudgetName'"):
        budgets.describe_budget(AccountId=ONE, BudgetName="x")


def test_the_server_is_stopped_when_its_block_ends() -> None:
    with emulated_aws() as server:
        address = urlsplit(server.url)
        assert address.hostname == "127.0.0.1"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", address.port or 0)) != 0
