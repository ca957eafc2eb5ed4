# Applied in the mock, because ids exist only then: who routes where (B14, B17, B40, CKV_LZ_014, CKV_LZ_016).
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::333333333333:role/guardrails/mock" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:333333333333:log-group:mock" }
  }
}

variables {
  name_prefix = "MM-prod-use1"
  account_id  = "333333333333"
  region      = "us-east-1"

  cidr            = "10.2.0.0/16"
  public_subnets  = ["10.2.0.0/24", "10.2.1.0/24"]
  private_subnets = ["10.2.10.0/24", "10.2.11.0/24"]

  nat                      = "gateway-per-az"
  flow_logs_retention_days = 90
  common_tags              = { Project = "ml" }
}

run "each_private_subnet_leaves_through_its_own_zone" {
  assert {
    condition = alltrue([for zone in ["a", "b"] :
      aws_nat_gateway.this[zone].subnet_id == aws_subnet.public[zone].id
      && aws_nat_gateway.this[zone].allocation_id == aws_eip.nat[zone].id
      && aws_route.private_gateway[zone].nat_gateway_id == aws_nat_gateway.this[zone].id
      && aws_route.private_gateway[zone].route_table_id == aws_route_table.private[zone].id
      && aws_route_table_association.private[zone].route_table_id == aws_route_table.private[zone].id
      && aws_route_table_association.private[zone].subnet_id == aws_subnet.private[zone].id
    ])
    error_message = "B17: each private subnet routes to the gateway of its own zone."
  }

  assert {
    condition = aws_route.public_internet.gateway_id == aws_internet_gateway.this.id && alltrue([
      for association in aws_route_table_association.public : association.route_table_id == aws_route_table.public.id
    ])
    error_message = "B40: public subnets route to the internet gateway."
  }
}

run "both_private_subnets_leave_through_the_instance" {
  variables {
    nat        = "instance"
    nat_ami_id = "ami-0123456789abcdef0"
  }

  assert {
    condition     = aws_route.private_instance["a"].network_interface_id == aws_instance.nat["a"].primary_network_interface_id
    error_message = "B14: the default route goes to the instance's network interface."
  }

  assert {
    condition = aws_route.private_instance["a"].route_table_id == aws_route_table.private["shared"].id && alltrue([
      for association in aws_route_table_association.private : association.route_table_id == aws_route_table.private["shared"].id
    ])
    error_message = "B14: both private subnets share the one table."
  }

  assert {
    condition     = aws_eip_association.nat["a"].instance_id == aws_instance.nat["a"].id && aws_instance.nat["a"].subnet_id == aws_subnet.public["a"].id
    error_message = "B13: in public subnet A, with an Elastic IP."
  }
}
