# Both examples plan, and show what they promise.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

run "minimal_example" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = module.cost_management.budget_names == { Dev = "MM-mgmt-use1-budget-dev" }
    error_message = "Expected one budget."
  }

  assert {
    condition     = toset(keys(module.cost_management.monitor_arns)) == toset(["SERVICE", "Dev"])
    error_message = "A33: expected a monitor by service and one for the account."
  }
}

run "complete_example" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = toset(keys(module.cost_management.budget_names)) == toset(["Management", "Dev", "Prod"])
    error_message = "A32: expected three budgets."
  }

  assert {
    condition     = module.cost_management.monitor_arns["SERVICE"] == "arn:aws:ce::111111111111:anomalymonitor/11111111-2222-3333-4444-555555555555"
    error_message = "Expected the monitor that exists."
  }
}
