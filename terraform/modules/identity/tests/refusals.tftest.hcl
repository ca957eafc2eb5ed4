# Values that the module refuses.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix       = "MM-mgmt-use1"
  instance_arn      = "arn:aws:sso:::instance/ssoins-1111111111111111"
  identity_store_id = "d-1111111111"
  groups            = { PlatformEngineers = {}, Developers = {}, Auditors = {} }
  permission_sets = {
    AdministratorAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }
    DeveloperAccess     = { inline_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\",\"billing:*\"],\"Resource\":\"*\"}]}" }
    ReadOnlyAccess      = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
  }
  assignments = [
    { group = "PlatformEngineers", permission_set = "AdministratorAccess", account_ids = ["111111111111", "222222222222", "333333333333"], reason = "operate the platform" },
    { group = "Developers", permission_set = "DeveloperAccess", account_ids = ["222222222222"], reason = "build" },
    { group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["111111111111", "222222222222", "333333333333"], reason = "evidence" },
  ]
  common_tags = { Project = "startup-ml", Environment = "mgmt" }
}

run "a46_session_of_nine_hours" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], session_duration = "PT9H" } }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "a46_session_of_eight_hours_and_a_minute" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], session_duration = "PT8H1M" } }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "session_of_half_an_hour" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], session_duration = "PT30M" } }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "session_in_days" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], session_duration = "P1D" } }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "permission_set_without_policy" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = {} }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "inline_policy_that_is_no_policy" {
  command = plan

  variables {
    permission_sets = { ReadOnlyAccess = { inline_policy = "allow all" } }
    assignments     = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.permission_sets]
}

run "c26_assignment_without_reason" {
  command = plan

  variables {
    assignments = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = " " }]
  }

  expect_failures = [var.assignments]
}

run "assignment_to_an_unknown_group" {
  command = plan

  variables {
    assignments = [{ group = "Friends", permission_set = "ReadOnlyAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.assignments]
}

run "assignment_of_an_unknown_set" {
  command = plan

  variables {
    assignments = [{ group = "Auditors", permission_set = "BillingAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.assignments]
}

run "assignment_to_an_account_by_name" {
  command = plan

  variables {
    assignments = [{ group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["Dev"], reason = "evidence" }]
  }

  expect_failures = [var.assignments]
}

run "ckv_lz_041_administrators_outside_the_platform_group" {
  command = plan

  variables {
    assignments = [{ group = "Auditors", permission_set = "AdministratorAccess", account_ids = ["222222222222"], reason = "evidence" }]
  }

  expect_failures = [var.assignments]
}

run "instance_without_arn" {
  command = plan

  variables {
    instance_arn = "ssoins-1111111111111111"
  }

  expect_failures = [var.instance_arn]
}

run "identity_store_by_name" {
  command = plan

  variables {
    identity_store_id = "store"
  }

  expect_failures = [var.identity_store_id]
}
