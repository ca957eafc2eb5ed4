# Values that the module refuses.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "dr"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix          = "MM-dev-use1"
  account_id           = "222222222222"
  vpc_id               = "vpc-0123456789abcdef0"
  private_subnet_cidrs = ["10.1.10.0/24", "10.1.11.0/24"]
  common_tags          = { Project = "startup-ml", Environment = "dev" }
}

run "a65_inference_from_anywhere" {
  command = plan

  variables {
    private_subnet_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.private_subnet_cidrs]
}

run "inference_from_public_addresses" {
  command = plan

  variables {
    private_subnet_cidrs = ["203.0.113.0/24"]
  }

  expect_failures = [var.private_subnet_cidrs]
}

run "inference_from_all_of_ten" {
  command = plan

  variables {
    private_subnet_cidrs = ["10.0.0.0/8"]
  }

  expect_failures = [var.private_subnet_cidrs]
}

run "no_source" {
  command = plan

  variables {
    private_subnet_cidrs = []
  }

  expect_failures = [var.private_subnet_cidrs]
}

run "vpc_by_name" {
  command = plan

  variables {
    vpc_id = "main"
  }

  expect_failures = [var.vpc_id]
}

run "a51_prefix_with_wildcard" {
  command = plan

  variables {
    node_prefix = "*"
  }

  expect_failures = [var.node_prefix]
}

run "a51_empty_prefix" {
  command = plan

  variables {
    node_prefix = ""
  }

  expect_failures = [var.node_prefix]
}

run "key_deleted_after_a_week" {
  command = plan

  variables {
    kms_deletion_window_days = 7
  }

  expect_failures = [var.kms_deletion_window_days]
}

run "copy_without_a_name" {
  command = plan

  variables {
    replication_enabled = true
  }

  expect_failures = [var.dr_name_prefix]
}

run "copy_with_a_key_of_one_region" {
  command = plan

  variables {
    kms_multi_region    = false
    replication_enabled = true
    dr_name_prefix      = "MM-dev-usw2"
  }

  expect_failures = [var.kms_multi_region]
}

run "unknown_backup_policy" {
  command = plan

  variables {
    backup_policy = "weekly"
  }

  expect_failures = [var.backup_policy]
}

run "bucket_suffix_in_capitals" {
  command = plan

  variables {
    bucket_suffix = "-Dev"
  }

  expect_failures = [var.bucket_suffix]
}

run "repository_in_capitals" {
  command = plan

  variables {
    ecr_repositories = { Triton = {} }
  }

  expect_failures = [var.ecr_repositories]
}

run "prefix_list_by_name" {
  command = plan

  variables {
    s3_prefix_list_id = "com.amazonaws.us-east-1.s3"
  }

  expect_failures = [var.s3_prefix_list_id]
}
