# Values that the module refuses.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix  = "MM-mgmt-use1"
  account_id   = "111111111111"
  alert_emails = ["finops@example.com"]
  budgets = {
    Management = { account_id = "111111111111", limit_usd = 200 }
    Dev        = { account_id = "222222222222", limit_usd = 100 }
    Prod       = { account_id = "333333333333", limit_usd = 500 }
  }
  common_tags = { Project = "startup-ml", Environment = "mgmt" }
}

run "no_budget" {
  command = plan

  variables {
    budgets = {}
  }

  expect_failures = [var.budgets]
}

run "d6_account_without_limit" {
  command = plan

  variables {
    budgets = { Sandbox = { account_id = "222222222222", limit_usd = 0 } }
  }

  expect_failures = [var.budgets]
}

run "short_account_id" {
  command = plan

  variables {
    budgets = { Dev = { account_id = "2222", limit_usd = 100 } }
  }

  expect_failures = [var.budgets]
}

run "nobody_to_alert" {
  command = plan

  variables {
    alert_emails = []
  }

  expect_failures = [var.alert_emails]
}

run "not_an_address" {
  command = plan

  variables {
    alert_emails = ["finops"]
  }

  expect_failures = [var.alert_emails]
}

run "no_actual_threshold" {
  command = plan

  variables {
    actual_thresholds_percent = []
  }

  expect_failures = [var.actual_thresholds_percent]
}

run "eleven_notifications" {
  command = plan

  variables {
    forecast_thresholds_percent = [60, 65, 70, 75, 80, 85, 90, 95]
  }

  expect_failures = [var.forecast_thresholds_percent]
}

run "anomaly_of_nothing" {
  command = plan

  variables {
    anomaly_threshold_usd = 0
  }

  expect_failures = [var.anomaly_threshold_usd]
}

run "monitor_that_is_none" {
  command = plan

  variables {
    existing_service_monitor_arn = "arn:aws:ce::111111111111:subscription/x"
  }

  expect_failures = [var.existing_service_monitor_arn]
}
