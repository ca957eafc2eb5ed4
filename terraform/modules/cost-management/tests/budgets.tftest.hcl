# Rows A32, D6, E5 (CKV_LZ_031): a budget per account with four alerts.
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

run "a32_amounts_of_dev_management_and_prod" {
  command = plan

  assert {
    condition     = { for name, budget in aws_budgets_budget.account : name => "${budget.limit_amount} ${budget.limit_unit} ${budget.time_unit}" } == { Dev = "100 USD MONTHLY", Management = "200 USD MONTHLY", Prod = "500 USD MONTHLY" }
    error_message = "A32: expected 100, 200 and 500 US dollars a month."
  }

  assert {
    condition     = { for name, budget in aws_budgets_budget.account : name => "${one(budget.cost_filter).name} ${join(",", one(budget.cost_filter).values)}" } == { Dev = "LinkedAccount 222222222222", Management = "LinkedAccount 111111111111", Prod = "LinkedAccount 333333333333" }
    error_message = "E5: expected each budget to count its own account."
  }

  assert {
    condition     = alltrue([for budget in aws_budgets_budget.account : budget.account_id == "111111111111" && !one(budget.cost_types).include_credit && !one(budget.cost_types).include_refund])
    error_message = "Expected budgets in the management account that credits do not hide."
  }
}

run "a32_four_notifications_50_80_100_actual_90_forecasted" {
  command = plan

  assert {
    condition     = alltrue([for budget in aws_budgets_budget.account : toset([for n in budget.notification : "${n.notification_type} ${n.threshold} ${n.threshold_type} ${n.comparison_operator}"]) == toset(["ACTUAL 50 PERCENTAGE GREATER_THAN", "ACTUAL 80 PERCENTAGE GREATER_THAN", "ACTUAL 100 PERCENTAGE GREATER_THAN", "FORECASTED 90 PERCENTAGE GREATER_THAN"])])
    error_message = "A32: expected 50, 80 and 100 % actual and 90 % forecasted."
  }

  assert {
    condition     = alltrue(flatten([for budget in aws_budgets_budget.account : [for n in budget.notification : tolist(n.subscriber_sns_topic_arns) == tolist([aws_sns_topic.alerts.arn]) && tolist(n.subscriber_email_addresses) == tolist(["finops@example.com"])]]))
    error_message = "A59: expected the topic and the address behind every notification."
  }

  assert {
    condition     = alltrue([for budget in aws_budgets_budget.account : length(budget.notification) == 4])
    error_message = "A32: expected four notifications per budget."
  }
}

run "thresholds_follow_the_organization_file" {
  command = plan

  variables {
    actual_thresholds_percent   = [75]
    forecast_thresholds_percent = [100, 120]
  }

  assert {
    condition     = toset([for n in aws_budgets_budget.account["Dev"].notification : "${n.notification_type} ${n.threshold}"]) == toset(["ACTUAL 75", "FORECASTED 100", "FORECASTED 120"])
    error_message = "Expected the thresholds that were given."
  }
}

run "cost_allocation_tags_are_off_by_default" {
  command = plan

  assert {
    condition     = length(aws_ce_cost_allocation_tag.active) == 0
    error_message = "Expected none: AWS refuses a tag key that it has not seen in use."
  }
}
