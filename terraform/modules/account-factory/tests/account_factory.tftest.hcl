# Rows of the requirement ledger are named in each run.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

mock_provider "aws" {
  alias = "account"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name_prefix          = "MM-prod-use1"
  common_tags          = { Project = "ml-infra", Environment = "prod", Account = "product-a-prod", BackupPolicy = "daily" }
  account_name         = "product-a-prod"
  account_email        = "aws+product-a-prod@example.com"
  ou_id                = "ou-ab12-cdef3456"
  alert_email          = "ops@example.com"
  config_bucket_name   = "mm-org-config"
  cloudtrail_s3_bucket = "mm-org-cloudtrail"
  cloudtrail_kms_key   = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  effective_scp_documents = [
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":[\"organizations:LeaveOrganization\",\"cloudtrail:*\",\"guardduty:DeleteDetector\"],\"Resource\":\"*\"}}",
  ]
}

run "e1_account_joins_its_ou_and_is_never_closed_by_a_plan" {
  command = plan

  assert {
    condition     = aws_organizations_account.this.name == "product-a-prod" && aws_organizations_account.this.email == "aws+product-a-prod@example.com" && aws_organizations_account.this.parent_id == "ou-ab12-cdef3456"
    error_message = "E1: name, email and OU as given."
  }

  assert {
    condition     = !aws_organizations_account.this.close_on_deletion && aws_organizations_account.this.role_name == "AWSControlTowerExecution" && aws_organizations_account.this.iam_user_access_to_billing == "DENY"
    error_message = "E1: the account stays, has its access role and hides billing from IAM users."
  }

  assert {
    condition     = aws_organizations_account.this.tags.Module == "account-factory"
    error_message = "B24: tagged."
  }
}

run "e5_budget_of_500_dollars_has_the_four_notifications" {
  command = plan

  assert {
    condition     = aws_budgets_budget.account.limit_amount == "500" && aws_budgets_budget.account.limit_unit == "USD" && aws_budgets_budget.account.time_unit == "MONTHLY"
    error_message = "E1, E5: 500 dollars a month by default; found ${aws_budgets_budget.account.limit_amount}."
  }

  assert {
    condition = toset([for n in aws_budgets_budget.account.notification : "${n.notification_type} ${n.threshold} ${n.threshold_type}"]) == toset([
      "ACTUAL 50 PERCENTAGE", "ACTUAL 80 PERCENTAGE", "ACTUAL 100 PERCENTAGE", "FORECASTED 90 PERCENTAGE",
    ])
    error_message = "A32: 50, 80 and 100 % actual, 90 % forecast."
  }

  assert {
    condition     = alltrue([for n in aws_budgets_budget.account.notification : n.subscriber_email_addresses == toset(["ops@example.com"])])
    error_message = "E1: alert_email hears of all four."
  }

  assert {
    condition     = one(aws_budgets_budget.account.cost_filter).name == "LinkedAccount" && aws_budgets_budget.account.name == "MM-prod-use1-budget-product-a-prod"
    error_message = "E5: one budget an account."
  }
}

run "e4_baseline_standard_comes_with_the_account" {
  command = plan

  assert {
    condition     = output.config_rule_names == tolist(["ec2-security-group-attached-to-eni", "iam-user-no-policies-check", "restricted-ssh", "root-account-mfa-enabled", "s3-bucket-server-side-encryption-enabled"])
    error_message = "E9: the five rules; found ${jsonencode(output.config_rule_names)}."
  }

  assert {
    condition     = module.account_baseline.guardduty_detector_id == null
    error_message = "C13: the organization enrolls the account."
  }

  assert {
    condition     = output.scp_denials_proved
    error_message = "E15: proved."
  }
}

run "e10_baseline_standard_plus_has_eight_rules" {
  command = plan

  variables {
    security_baseline = "standard-plus"
  }

  assert {
    condition     = length(output.config_rule_names) == 8
    error_message = "E10: found ${length(output.config_rule_names)} rules."
  }
}

run "e1_false_is_accepted_with_an_exception" {
  command = plan

  variables {
    enable_config = false
    exceptions    = { enable_config = "EX-7" }
  }

  assert {
    condition     = length(output.config_rule_names) == 0 && module.account_baseline.config_recorder_name == null
    error_message = "Without Config there are no rules and no recorder."
  }
}

run "e1_refuses_guardduty_off_without_an_exception" {
  command         = plan
  expect_failures = [var.exceptions]

  variables {
    enable_guardduty = false
  }
}

run "e1_refuses_config_off_without_an_exception" {
  command         = plan
  expect_failures = [var.exceptions]

  variables {
    enable_config = false
    exceptions    = { enable_cloudtrail = "EX-7" }
  }
}

run "e1_refuses_cloudtrail_off_with_a_blank_exception" {
  command         = plan
  expect_failures = [var.exceptions]

  variables {
    enable_cloudtrail = false
    exceptions        = { enable_cloudtrail = " " }
  }
}

run "refuses_an_exception_for_nothing" {
  command         = plan
  expect_failures = [var.exceptions]

  variables {
    exceptions = { enable_everything = "EX-7" }
  }
}

run "e1_accepts_an_email_of_64_characters" {
  command = plan

  variables {
    account_email = "aws+an-account-with-a-name-as-long-as-aws-accepts-it@example.com"
  }

  assert {
    condition     = length(aws_organizations_account.this.email) == 64
    error_message = "Found ${length(aws_organizations_account.this.email)} characters."
  }
}

run "e1_refuses_an_email_of_65_characters" {
  command         = plan
  expect_failures = [var.account_email]

  variables {
    account_email = "aws+an-account-with-a-name-longer-than-aws-accepts-it@example.com"
  }
}

run "e1_refuses_an_email_without_a_domain" {
  command         = plan
  expect_failures = [var.account_email]

  variables {
    account_email = "aws+product-a@example"
  }
}

run "refuses_the_root_as_ou" {
  command         = plan
  expect_failures = [var.ou_id]

  variables {
    ou_id = "r-ab12"
  }
}

run "refuses_an_unknown_profile" {
  command         = plan
  expect_failures = [var.security_baseline]

  variables {
    security_baseline = "none"
  }
}

run "refuses_a_budget_of_nothing" {
  command         = plan
  expect_failures = [var.budget_limit_usd]

  variables {
    budget_limit_usd = 0
  }
}

run "example_minimal_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }
}

run "example_complete_plans" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = length(output.config_rule_names) == 8
    error_message = "Profile standard-plus."
  }
}
