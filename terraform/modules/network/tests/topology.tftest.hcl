# Rows B2, B12-B18, B20-B22, B30, B35, B37-B40, A35, A42, A49, A67. Plans only: nothing is created, not even in the mock.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

mock_provider "aws" {
  alias = "dr"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name_prefix = "MM-dev-use1"
  account_id  = "222222222222"
  region      = "us-east-1"

  cidr            = "10.1.0.0/16"
  zones           = ["a", "b"]
  public_subnets  = ["10.1.0.0/24", "10.1.1.0/24"]
  private_subnets = ["10.1.10.0/24", "10.1.11.0/24"]
  reserved_from   = "10.1.20.0/24"

  nat                      = "instance"
  nat_ami_id               = "ami-0123456789abcdef0"
  flow_logs_retention_days = 14

  common_tags = {
    Project = "ml", Environment = "dev", Owner = "platform", CostCenter = "1000", ManagedBy = "terraform", Repository = "example/ml-infra",
    Module  = "root", Account = "Dev", DataClassification = "internal", Compliance = "none", BackupPolicy = "daily", CreatedBy = "pipeline"
  }
}

run "dev_has_the_subnets_of_B12" {
  command = plan

  assert {
    condition     = aws_vpc.this.cidr_block == "10.1.0.0/16" && aws_vpc.this.tags.Name == "MM-dev-use1-vpc"
    error_message = "A6: the dev VPC is 10.1.0.0/16."
  }

  assert {
    condition = { for zone, subnet in aws_subnet.public : subnet.availability_zone => subnet.cidr_block } == {
      us-east-1a = "10.1.0.0/24", us-east-1b = "10.1.1.0/24"
    }
    error_message = "B12: public subnets."
  }

  assert {
    condition = { for zone, subnet in aws_subnet.private : subnet.availability_zone => subnet.cidr_block } == {
      us-east-1a = "10.1.10.0/24", us-east-1b = "10.1.11.0/24"
    }
    error_message = "B12, A49: private subnets."
  }

  assert {
    condition = alltrue(concat(
      [for subnet in aws_subnet.public : subnet.tags["kubernetes.io/role/elb"] == "1"],
      [for subnet in aws_subnet.private : subnet.tags["kubernetes.io/role/internal-elb"] == "1"],
    ))
    error_message = "B2: EKS finds its subnets by these tags."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : subnet.map_public_ip_on_launch == false])
    error_message = "B4: nothing in a private subnet gets a public address."
  }

  assert {
    condition     = aws_subnet.private["a"].tags.Name == "MM-dev-use1-a-subnet-private" && aws_subnet.private["a"].tags.Module == "network"
    error_message = "B23, B24: name grammar and the Module tag of this module."
  }
}

run "dev_leaves_through_one_nat_instance" {
  command = plan

  assert {
    condition     = length(aws_instance.nat) == 1 && length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 1 && length(aws_eip_association.nat) == 1
    error_message = "A35, B37, A67: dev has one NAT instance, one address and no gateway."
  }

  assert {
    condition     = aws_instance.nat["a"].instance_type == "t3.micro" && aws_instance.nat["a"].source_dest_check == false
    error_message = "B13: t3.micro in the first zone that forwards what others send."
  }

  assert {
    condition     = aws_instance.nat["a"].metadata_options[0].http_tokens == "required" && aws_instance.nat["a"].root_block_device[0].encrypted
    error_message = "CKV_LZ_017: IMDSv2 and an encrypted volume."
  }

  assert {
    condition = alltrue([for text in ["net.ipv4.ip_forward = 1", "-s 10.1.0.0/16 -o $interface -j MASQUERADE"] :
      strcontains(base64decode(aws_instance.nat["a"].user_data_base64), text)
    ])
    error_message = "B30: Amazon Linux 2023 forwards only after user data has made it."
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.nat : rule.cidr_ipv4]) == toset(["10.1.10.0/24", "10.1.11.0/24"])
    error_message = "B13: only the private subnets may send to the NAT instance."
  }

  assert {
    condition     = keys(aws_route_table.private) == ["shared"] && keys(aws_route.private_instance) == ["a"] && length(aws_route.private_gateway) == 0
    error_message = "B14: one private route table with one default route, to the instance."
  }

  assert {
    condition     = aws_route.private_instance["a"].destination_cidr_block == "0.0.0.0/0" && aws_route.private_instance["a"].gateway_id == null
    error_message = "B14: the default route goes to a network interface, never to the internet gateway."
  }
}

run "dev_keeps_flow_logs_14_days" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.flow.name == "MM-dev-use1-logs-flow" && aws_cloudwatch_log_group.flow.retention_in_days == 14
    error_message = "B15, A36: 14 days in MM-dev-use1-logs-flow."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "B20: accepted and rejected traffic."
  }

  assert {
    condition     = aws_iam_role.flow.path == "/guardrails/" && data.aws_iam_policy_document.flow.statement[0].actions == toset(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"])
    error_message = "B39: the flow-log role may only write."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.flow.statement :
      alltrue([for arn in statement.resources : strcontains(arn, ":logs:us-east-1:222222222222:log-group:")])
    ])
    error_message = "B39: and only to log groups of this account and Region."
  }

  assert {
    condition     = toset([for condition in data.aws_iam_policy_document.flow_trust.statement[0].condition : condition.variable]) == toset(["aws:SourceAccount", "aws:SourceArn"])
    error_message = "B39: no other account's flow log may use the role."
  }
}

run "dev_makes_the_inventory_of_B22" {
  command = plan

  assert {
    condition     = length(aws_subnet.public) + length(aws_subnet.private) == 4 && 1 + length(aws_route_table.private) == 2
    error_message = "B22: 4 subnets, 2 route tables."
  }

  assert {
    condition     = length(aws_route_table_association.public) + length(aws_route_table_association.private) == 4
    error_message = "B22, B38: 4 associations."
  }

  assert {
    condition     = aws_route.public_internet.destination_cidr_block == "0.0.0.0/0"
    error_message = "B40: public subnets leave through the internet gateway."
  }
}

run "prod_has_a_gateway_for_every_zone" {
  command = plan

  variables {
    name_prefix              = "MM-prod-use1"
    account_id               = "333333333333"
    cidr                     = "10.2.0.0/16"
    public_subnets           = ["10.2.0.0/24", "10.2.1.0/24"]
    private_subnets          = ["10.2.10.0/24", "10.2.11.0/24"]
    reserved_from            = "10.2.20.0/24+"
    nat                      = "gateway-per-az"
    nat_ami_id               = null
    flow_logs_retention_days = 90
  }

  assert {
    condition     = [for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : subnet.cidr_block] == ["10.2.0.0/24", "10.2.1.0/24", "10.2.10.0/24", "10.2.11.0/24"]
    error_message = "B16, A49: prod subnets."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_eip.nat) == 2 && length(aws_instance.nat) == 0 && length(aws_security_group.nat) == 0
    error_message = "B17, A67: two gateways with two addresses and no instance."
  }

  assert {
    condition     = keys(aws_route_table.private) == ["a", "b"] && keys(aws_route.private_gateway) == ["a", "b"] && length(aws_route.private_instance) == 0
    error_message = "B17, B22: a route table with a default route for every zone; three tables in all."
  }

  assert {
    condition     = aws_cloudwatch_log_group.flow.name == "MM-prod-use1-logs-flow" && aws_cloudwatch_log_group.flow.retention_in_days == 90
    error_message = "B18: 90 days in MM-prod-use1-logs-flow."
  }
}

run "none_makes_neither_address_nor_default_route" {
  command = plan

  variables {
    nat        = "none"
    nat_ami_id = null
  }

  assert {
    condition     = length(aws_eip.nat) + length(aws_nat_gateway.this) + length(aws_instance.nat) + length(aws_route.private_gateway) + length(aws_route.private_instance) == 0
    error_message = "nat = none leaves the private subnets without a way out."
  }
}

run "one_gateway_serves_both_zones" {
  command = plan

  variables {
    nat        = "gateway"
    nat_ami_id = null
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["a"] && keys(aws_route.private_gateway) == ["shared"] && length(aws_eip.nat) == 1
    error_message = "nat = gateway: one gateway in the first zone behind the shared table."
  }
}

run "minimal_example_is_dev" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition = (
      module.network.vpc_cidr == "10.1.0.0/16"
      && module.network.private_subnet_cidrs == { a = "10.1.10.0/24", b = "10.1.11.0/24" }
      && module.network.flow_log_group_name == "MM-dev-use1-logs-flow"
      && keys(module.network.nat_public_ips) == ["a"]
      && length(module.network.nat_gateway_ids) == 0
    )
    error_message = "A6, B12, A67: dev with one address and no gateway."
  }
}

run "complete_example_is_prod_and_its_DR_twin_A42" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = output.private_subnet_cidrs.network == { a = "10.2.10.0/24", b = "10.2.11.0/24" }
    error_message = "B16: prod."
  }

  assert {
    condition     = module.dr.vpc_cidr == "10.3.0.0/16" && keys(module.dr.nat_gateway_ids) == ["a", "b"] && module.dr.flow_log_group_name == "MM-prod-usw2-logs-flow"
    error_message = "A42: 10.3.0.0/16 with two gateways."
  }

  assert {
    condition     = output.private_subnet_cidrs.dr == { for zone, cidr in output.private_subnet_cidrs.network : zone => replace(cidr, "10.2.", "10.3.") }
    error_message = "A42: the DR VPC is prod's plan with second octet 3."
  }
}
