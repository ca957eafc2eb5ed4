"""A root with aliases that assume roles keeps the accounts apart, in the emulated AWS as in the real one."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest

from guardrails.rehearsal.environment import access_key_of
from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.scratch import go_offline, go_rehearse
from guardrails.rehearsal.server import Server, emulated_aws
from guardrails.rehearsal.terraform import Terraform

MANAGEMENT, DEV, PROD = "111111111111", "222222222222", "333333333333"
ROOT = """
terraform {
  backend "s3" {}
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "dev"
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole"
  }
}

provider "aws" {
  alias               = "prod"
  region              = "us-west-2"
  allowed_account_ids = ["%s"]
  assume_role {
    role_arn = "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole"
  }
}

resource "aws_sns_topic" "management" {
  name = "alerts"
}

resource "aws_sns_topic" "dev" {
  provider = aws.dev
  name     = "alerts"
}

resource "aws_sns_topic" "prod" {
  provider = aws.prod
  name     = "alerts"
}
"""


def topics(server: Server, account: str, region: str) -> list[str]:
    client = boto3.client(
        "sns",
        region_name=region,
        endpoint_url=server.url,
        aws_access_key_id=access_key_of(account),
        aws_secret_access_key="mock",
    )
    return [one["TopicArn"] for one in client.list_topics()["Topics"]]


def test_each_alias_works_in_its_own_account_and_region(plugins: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(ROOT % PROD, "utf-8")
    go_rehearse(tmp_path, MANAGEMENT)
    with emulated_aws() as aws:
        terraform = Terraform(tmp_path, endpoint=aws.url, account=MANAGEMENT)
        terraform.apply()
        assert topics(aws, MANAGEMENT, "us-east-1") == [f"arn:aws:sns:us-east-1:{MANAGEMENT}:alerts"]
        assert topics(aws, DEV, "us-east-1") == [f"arn:aws:sns:us-east-1:{DEV}:alerts"]
        assert topics(aws, PROD, "us-west-2") == [f"arn:aws:sns:us-west-2:{PROD}:alerts"]
        makers = {one.account for one in aws.calls if one.call and one.call.name == "sns:CreateTopic"}
        assert makers == {MANAGEMENT, DEV, PROD}
        assert not terraform.plan().changed
        terraform.destroy()
        assert not any(
            topics(aws, *where) for where in ((MANAGEMENT, "us-east-1"), (DEV, "us-east-1"), (PROD, "us-west-2"))
        )


def test_a_role_in_the_wrong_account_is_refused(plugins: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(ROOT % "444444444444", "utf-8")
    go_rehearse(tmp_path, MANAGEMENT)
    with emulated_aws() as aws, pytest.raises(TerraformError, match="AWS account ID not allowed: 333333333333"):
        Terraform(tmp_path, endpoint=aws.url, account=MANAGEMENT).plan()


def test_offline_a_plan_needs_neither_server_nor_roles(plugins: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(ROOT % PROD, "utf-8")
    go_offline(tmp_path)
    terraform = Terraform(tmp_path)
    assert terraform.plan().changed
    assert len(terraform.show()["resource_changes"]) == 3
