mock_provider "aws" {
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::222222222222:policy/guardrails/boundary" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555" }
  }
}

mock_provider "aws" {
  alias           = "replica"
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name_prefix = "MM-mgmt-use1"
  common_tags = {
    Project            = "ml-infra"
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
  account_id = "111111111111"
  github_oidc = {
    plan_subjects  = ["repo:example/ml-infra:*"]
    apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"]
  }
  plan_role  = { name = "MM-github-actions-plan" }
  apply_role = { name = "MM-github-actions-apply", services = ["organizations"] }
}

run "b32_apply_subject_with_a_star_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = ["repo:example/ml-infra:*"], apply_subjects = ["repo:example/ml-infra:*"] }
  }

  expect_failures = [var.github_oidc]
}

run "b32_apply_subject_with_a_branch_pattern_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = ["repo:example/ml-infra:*"], apply_subjects = ["repo:example/ml-infra:ref:refs/heads/*"] }
  }

  expect_failures = [var.github_oidc]
}

run "b32_apply_subject_of_pull_requests_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = ["repo:example/ml-infra:*"], apply_subjects = ["repo:example/ml-infra:pull_request"] }
  }

  expect_failures = [var.github_oidc]
}

run "b32_apply_subject_without_repository_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = ["repo:example/ml-infra:*"], apply_subjects = ["ref:refs/heads/main"] }
  }

  expect_failures = [var.github_oidc]
}

run "b32_plan_subject_without_repository_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = ["repo:example/*"], apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"] }
  }

  expect_failures = [var.github_oidc]
}

run "an_empty_trust_is_refused" {
  command = plan

  variables {
    github_oidc = { plan_subjects = [], apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"] }
  }

  expect_failures = [var.github_oidc]
}

run "no_provider_at_all_is_refused" {
  command = plan

  variables {
    github_oidc = null
  }

  expect_failures = [var.gitlab_oidc]
}

run "e17_gitlab_apply_subject_with_a_star_is_refused" {
  command = plan

  variables {
    gitlab_oidc = { plan_subjects = ["project_path:example/infrastructure:*"], apply_subjects = ["project_path:example/*:ref_type:branch:ref:main"] }
  }

  expect_failures = [var.gitlab_oidc]
}

run "e17_gitlab_apply_subject_without_branch_is_refused" {
  command = plan

  variables {
    gitlab_oidc = { plan_subjects = ["project_path:example/infrastructure:*"], apply_subjects = ["project_path:example/infrastructure"] }
  }

  expect_failures = [var.gitlab_oidc]
}

run "b11_a_star_among_the_services_is_refused" {
  command = plan

  variables {
    apply_role = { name = "apply", services = ["*"] }
  }

  expect_failures = [var.apply_role]
}

run "b11_an_action_among_the_services_is_refused" {
  command = plan

  variables {
    apply_role = { name = "apply", services = ["s3:PutObject"] }
  }

  expect_failures = [var.apply_role]
}

run "ckv_lz_009_an_administrator_as_plan_role_is_refused" {
  command = plan

  variables {
    plan_role = { name = "plan", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }
  }

  expect_failures = [var.plan_role]
}

run "w16_900_seconds_is_not_a_role_s_maximum" {
  command = plan

  variables {
    max_session_duration = 900
  }

  expect_failures = [var.max_session_duration]
}

run "a54_a_key_outside_the_grammar_is_refused" {
  command = plan

  variables {
    state_access = { bucket = "b", keys = ["dev/terraform.tfstate"] }
  }

  expect_failures = [var.state_access]
}

run "a54_a_key_with_a_foreign_pattern_is_refused" {
  command = plan

  variables {
    state = { bucket = "mm-terraform-state", organization_id = "o-exampleorgid", access = { a = { keys = ["*/*/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] } } }
  }

  expect_failures = [var.state]
}

run "e16_a_role_pattern_is_refused" {
  command = plan

  variables {
    state = { bucket = "mm-terraform-state", organization_id = "o-exampleorgid", access = { a = { keys = ["*/dev/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/*"] } } }
  }

  expect_failures = [var.state]
}

run "e16_everybody_is_refused" {
  command = plan

  variables {
    state = { bucket = "mm-terraform-state", organization_id = "o-exampleorgid", access = { a = { keys = ["*/dev/dev/terraform.tfstate"], apply_role_arns = ["*"] } } }
  }

  expect_failures = [var.state]
}

run "e19_a_role_in_two_entries_is_refused" {
  command = plan

  variables {
    state = { bucket = "mm-terraform-state", organization_id = "o-exampleorgid", access = { a = { keys = ["n/a/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] }, b = { keys = ["n/b/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] } } }
  }

  expect_failures = [var.state]
}

run "one_key_for_two_regions_is_refused" {
  command = plan

  variables {
    state = { bucket = "mm-terraform-state", organization_id = "o-exampleorgid", kms_key_arn = "arn:aws:kms:us-east-1:111111111111:key/1", access = { a = { keys = ["n/a/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] } } }
  }

  expect_failures = [var.state]
}

run "b23_a_lower_case_prefix_without_region_is_refused" {
  command = plan

  variables {
    name_prefix = "mm-dev-vpc"
  }

  expect_failures = [var.name_prefix]
}

