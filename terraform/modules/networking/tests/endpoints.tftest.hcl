# Rows A30, A31, W14, CKV_LZ_020: which endpoints there are, where, for whom, and what they cost.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name_prefix             = "MM-prod-use1"
  account_id              = "333333333333"
  region                  = "us-east-1"
  organization_id         = "o-a1b2c3d4e5"
  vpc_id                  = "vpc-0123456789abcdef0"
  vpc_cidr                = "10.2.0.0/16"
  private_subnet_ids      = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }
  private_subnet_cidrs    = { a = "10.2.10.0/24", b = "10.2.11.0/24" }
  private_route_table_ids = { a = "rtb-0aaaaaaaaaaaaaaaa", b = "rtb-0bbbbbbbbbbbbbbbb" }
  router_ami_id           = "ami-0123456789abcdef0"
  common_tags             = { Project = "ml", BackupPolicy = "daily" }
}

run "both_gateways_are_in_every_private_route_table_A30" {
  command = plan

  assert {
    condition = { for service, endpoint in aws_vpc_endpoint.gateway : endpoint.service_name => endpoint.route_table_ids } == {
      "com.amazonaws.us-east-1.s3"       = toset(["rtb-0aaaaaaaaaaaaaaaa", "rtb-0bbbbbbbbbbbbbbbb"])
      "com.amazonaws.us-east-1.dynamodb" = toset(["rtb-0aaaaaaaaaaaaaaaa", "rtb-0bbbbbbbbbbbbbbbb"])
    }
    error_message = "A30: S3 and DynamoDB, each in both private route tables."
  }
}

run "prod_has_all_seven_in_both_zones_A31" {
  command = plan

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager", "eks", "eks-auth"])
    error_message = "A31: the seven interface endpoints."
  }

  assert {
    condition = alltrue([for endpoint in aws_vpc_endpoint.interface :
      endpoint.private_dns_enabled && endpoint.subnet_ids == toset(["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"])
    ])
    error_message = "A31: private DNS on, an address in both zones."
  }

  assert {
    condition     = output.interface_endpoint_addresses == 14
    error_message = "W14: 7 services in 2 zones are 14 billed addresses."
  }
}

run "dev_pays_for_five_addresses_W14" {
  command = plan

  variables {
    name_prefix         = "MM-dev-use1"
    account_id          = "222222222222"
    interface_endpoints = ["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager"]
    endpoint_zones      = 1
  }

  assert {
    condition     = output.interface_endpoint_addresses == 5 && alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.subnet_ids == toset(["subnet-0aaaaaaaaaaaaaaaa"])])
    error_message = "W14: five endpoints in one zone, 36 USD instead of 100.80 USD a month."
  }
}

run "only_the_VPC_reaches_them_on_443" {
  command = plan

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.endpoints[0].cidr_ipv4 == "10.2.0.0/16"
      && aws_vpc_security_group_ingress_rule.endpoints[0].from_port == 443
      && aws_vpc_security_group_ingress_rule.endpoints[0].to_port == 443
      && aws_vpc_security_group_ingress_rule.endpoints[0].ip_protocol == "tcp"
    )
    error_message = "CKV_LZ_020: HTTPS from the VPC's range, nothing else."
  }
}

run "no_policy_is_open" {
  command = plan

  assert {
    condition = alltrue([for document in data.aws_iam_policy_document.endpoint :
      toset([for condition in document.statement[0].condition : "${condition.variable}=${one(condition.values)}"])
      == toset(["aws:PrincipalOrgID=o-a1b2c3d4e5", "aws:ResourceOrgID=o-a1b2c3d4e5"])
    ])
    error_message = "CKV_LZ_020: own principals to own resources."
  }

  assert {
    condition     = alltrue(flatten([for document in data.aws_iam_policy_document.endpoint : [for statement in document.statement : !contains(statement.actions, "*")]]))
    error_message = "CKV_LZ_020: each policy names its service."
  }

  assert {
    condition     = data.aws_iam_policy_document.endpoint["ecr.dkr"].statement[0].actions == toset(["ecr:*"]) && data.aws_iam_policy_document.endpoint["eks-auth"].statement[0].actions == toset(["eks-auth:*"])
    error_message = "The IAM prefix of a service is not always its endpoint's name."
  }
}

run "image_layers_packages_addons_and_pods_still_work" {
  command = plan

  assert {
    condition = data.aws_iam_policy_document.endpoint["s3"].statement[1].actions == toset(["s3:GetObject"]) && data.aws_iam_policy_document.endpoint["s3"].statement[1].resources == toset([
      "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*", "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*"
    ])
    error_message = "ECR keeps image layers, and AL2023 its packages, in buckets of AWS."
  }

  assert {
    condition = alltrue([for service in ["ecr.api", "ecr.dkr"] :
      data.aws_iam_policy_document.endpoint[service].statement[1].resources == toset(["arn:aws:ecr:us-east-1:602401143452:repository/*"])
      && !contains(data.aws_iam_policy_document.endpoint[service].statement[1].actions, "ecr:PutImage")
    ])
    error_message = "EKS add-ons are pulled from AWS, and nothing is pushed there."
  }

  assert {
    condition     = data.aws_iam_policy_document.endpoint["sts"].statement[1].actions == toset(["sts:AssumeRoleWithWebIdentity"])
    error_message = "A pod has no principal yet when it asks for a role."
  }

  assert {
    condition     = length(data.aws_iam_policy_document.endpoint["logs"].statement) == 1 && length(data.aws_iam_policy_document.endpoint["secretsmanager"].statement) == 1
    error_message = "Other endpoints have no exception."
  }
}

run "without_an_organization_only_the_account_counts" {
  command = plan

  variables { organization_id = null }

  assert {
    condition = alltrue([for document in data.aws_iam_policy_document.endpoint :
      toset([for condition in document.statement[0].condition : "${condition.variable}=${one(condition.values)}"])
      == toset(["aws:PrincipalAccount=333333333333", "aws:ResourceAccount=333333333333"])
    ])
    error_message = "Null confines the endpoints to the account."
  }
}

run "an_unknown_service_is_refused" {
  command = plan
  variables { interface_endpoints = ["ecr.api", "s3"] }
  expect_failures = [var.interface_endpoints]
}

run "more_zones_than_subnets_are_refused" {
  command = plan
  variables { endpoint_zones = 3 }
  expect_failures = [var.endpoint_zones]
}

run "a_pattern_of_buckets_is_refused" {
  command = plan
  variables { service_bucket_arns = ["arn:aws:s3:::*"] }
  expect_failures = [var.service_bucket_arns]
}
