# What the module refuses, each for one reason.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name_prefix              = "MM-dev-use1"
  account_id               = "222222222222"
  region                   = "us-east-1"
  cidr                     = "10.1.0.0/16"
  public_subnets           = ["10.1.0.0/24", "10.1.1.0/24"]
  private_subnets          = ["10.1.10.0/24", "10.1.11.0/24"]
  reserved_from            = "10.1.20.0"
  nat                      = "none"
  flow_logs_retention_days = 14
  common_tags              = { Project = "ml" }
}

run "B21_subnet_in_the_reserved_range" {
  command = plan
  variables { private_subnets = ["10.1.10.0/24", "10.1.20.0/24"] }
  expect_failures = [var.private_subnets]
}

run "B21_subnet_that_reaches_into_the_reserved_range" {
  command = plan
  variables { private_subnets = ["10.1.10.0/24", "10.1.16.0/20"] }
  expect_failures = [var.private_subnets]
}

run "B21_public_subnet_above_the_reserved_range" {
  command = plan
  variables { public_subnets = ["10.1.0.0/24", "10.1.200.0/24"] }
  expect_failures = [var.public_subnets]
}

run "the_last_subnet_below_the_reserved_range_is_fine" {
  command = plan
  variables { private_subnets = ["10.1.10.0/24", "10.1.19.0/24"] }

  assert {
    condition     = aws_subnet.private["b"].cidr_block == "10.1.19.0/24"
    error_message = "10.1.19.0/24 ends one address before the reserved range."
  }
}

run "subnet_outside_of_the_VPC" {
  command = plan
  variables { public_subnets = ["10.1.0.0/24", "10.2.1.0/24"] }
  expect_failures = [var.public_subnets]
}

run "overlapping_subnets" {
  command = plan
  variables { private_subnets = ["10.1.10.0/24", "10.1.0.0/22"] }
  expect_failures = [var.private_subnets]
}

run "a_subnet_for_only_one_of_two_zones" {
  command = plan
  variables { private_subnets = ["10.1.10.0/24"] }
  expect_failures = [var.private_subnets]
}

run "something_that_is_no_range" {
  command = plan
  variables { public_subnets = ["10.1.0.0/24", "public-b"] }
  expect_failures = [var.public_subnets]
}

run "unknown_nat" {
  command = plan
  variables { nat = "gateways" }
  expect_failures = [var.nat]
}

run "B30_the_name_of_a_dead_image" {
  command = plan
  variables {
    nat        = "instance"
    nat_ami_id = "amzn-ami-vpc-nat-2018.03.0.20230807.0-x86_64-ebs"
  }
  expect_failures = [var.nat_ami_id]
}

run "nat_instance_without_an_image" {
  command = plan
  variables { nat = "instance" }
  expect_failures = [var.nat_ami_id]
}

run "a_retention_that_CloudWatch_Logs_does_not_know" {
  command = plan
  variables { flow_logs_retention_days = 15 }
  expect_failures = [var.flow_logs_retention_days]
}

run "B23_name_without_environment" {
  command = plan
  variables { name_prefix = "mm-dev" }
  expect_failures = [var.name_prefix]
}

run "zone_with_its_region" {
  command = plan
  variables { zones = ["us-east-1a", "us-east-1b"] }
  expect_failures = [var.zones]
}
