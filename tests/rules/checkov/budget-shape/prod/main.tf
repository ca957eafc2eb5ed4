# account: Prod
resource "aws_budgets_budget" "pass_own" {
  name         = "MM-dev-use1-budget-pass-own"
  budget_type  = "COST"
  limit_amount = "500"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 50
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "FORECASTED"
    threshold                  = 90
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }
}

resource "aws_budgets_budget" "fail_own" {
  name         = "MM-dev-use1-budget-fail-own"
  budget_type  = "COST"
  limit_amount = "501"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 50
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "FORECASTED"
    threshold                  = 90
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }
}

locals {
  alerts = [["ACTUAL", 50], ["ACTUAL", 80], ["ACTUAL", 100], ["FORECASTED", 90]]
}

resource "aws_sns_topic" "late" {
  name = "MM-prod-use1-topic-late"
}

# A topic of the same apply: the plan leaves the list of subscribers out.
resource "aws_budgets_budget" "hclunknown_late_topic" {
  name         = "MM-prod-use1-budget-hclunknown-late-topic"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = "500"
  limit_unit   = "USD"

  dynamic "notification" {
    for_each = local.alerts

    content {
      notification_type         = notification.value[0]
      threshold                 = notification.value[1]
      threshold_type            = "PERCENTAGE"
      comparison_operator       = "GREATER_THAN"
      subscriber_sns_topic_arns = [aws_sns_topic.late.arn]
    }
  }
}

resource "aws_budgets_budget" "fail_euros" {
  name         = "MM-prod-use1-budget-fail-euros"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = "500"
  limit_unit   = "EUR"
}

resource "aws_budgets_budget" "fail_adjusts_itself" {
  name        = "MM-prod-use1-budget-fail-adjusts-itself"
  budget_type = "COST"
  time_unit   = "MONTHLY"

  auto_adjust_data {
    auto_adjust_type = "FORECAST"
  }
}

resource "aws_budgets_budget" "fail_planned" {
  name        = "MM-prod-use1-budget-fail-planned"
  budget_type = "COST"
  time_unit   = "MONTHLY"

  planned_limit {
    start_time = "2026-11-01_00:00"
    amount     = "9000"
    unit       = "USD"
  }
}

# What one service costs is none of an account's budget.
resource "aws_budgets_budget" "service" {
  name         = "MM-prod-use1-budget-service"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = "50"
  limit_unit   = "USD"

  cost_filter {
    name   = "Service"
    values = ["Amazon SageMaker"]
  }
}
