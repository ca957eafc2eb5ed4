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
  name_prefix           = "MM-dev-use1"
  account_id            = "222222222222"
  daily_retention_days  = 7
  weekly_retention_days = 30
  common_tags           = { Project = "startup-ml", Environment = "dev" }
}

run "weekly_shorter_than_daily" {
  command = plan

  variables {
    weekly_retention_days = 5
  }

  expect_failures = [var.weekly_retention_days]
}

run "name_prefix_without_region" {
  command = plan

  variables {
    name_prefix = "MM-dev"
  }

  expect_failures = [var.name_prefix]
}

run "four_field_cron" {
  command = plan

  variables {
    daily_schedule = "cron(0 5 * *)"
  }

  expect_failures = [var.daily_schedule]
}

run "start_window_below_an_hour" {
  command = plan

  variables {
    start_window_minutes = 30
  }

  expect_failures = [var.start_window_minutes]
}

run "completion_before_start" {
  command = plan

  variables {
    completion_window_minutes = 90
  }

  expect_failures = [var.completion_window_minutes]
}

run "unknown_kind_of_key" {
  command = plan

  variables {
    kms_key_kind = "none"
  }

  expect_failures = [var.kms_key_kind]
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
    dr_copy_enabled = true
  }

  expect_failures = [var.dr_name_prefix]
}

run "lock_that_daily_backups_would_break" {
  command = plan

  variables {
    vault_lock = { min_retention_days = 8 }
  }

  expect_failures = [var.vault_lock]
}

run "lock_that_weekly_backups_would_break" {
  command = plan

  variables {
    vault_lock = { max_retention_days = 29 }
  }

  expect_failures = [var.vault_lock]
}

run "compliance_lock_within_two_days" {
  command = plan

  variables {
    vault_lock = { changeable_for_days = 2 }
  }

  expect_failures = [var.vault_lock]
}

run "deletion_by_a_user" {
  command = plan

  variables {
    deletion_role_arns = ["arn:aws:iam::222222222222:user/admin"]
  }

  expect_failures = [var.deletion_role_arns]
}

run "boundary_that_is_no_policy" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::222222222222:role/x"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "account_id_with_eleven_digits" {
  command = plan

  variables {
    account_id = "22222222222"
  }

  expect_failures = [var.account_id]
}

run "refuses_copies_that_the_lock_of_their_vault_fails" {
  command = plan

  variables {
    dr_copy_enabled   = true
    dr_name_prefix    = "MM-prod-usw2"
    vault_lock        = { min_retention_days = 7, max_retention_days = 90 }
    dr_retention_days = { daily = 3 }
  }

  expect_failures = [var.vault_lock]
}
