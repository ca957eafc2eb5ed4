resource "aws_budgets_budget" "pass_dev" {
  name         = "MM-dev-use1-budget-pass-dev"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

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

resource "aws_budgets_budget" "pass_topic" {
  name         = "MM-dev-use1-budget-pass-topic"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

  notification {
    notification_type         = "ACTUAL"
    threshold                 = 50
    threshold_type            = "PERCENTAGE"
    comparison_operator       = "GREATER_THAN"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }

  notification {
    notification_type         = "ACTUAL"
    threshold                 = 80
    threshold_type            = "PERCENTAGE"
    comparison_operator       = "GREATER_THAN"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }

  notification {
    notification_type         = "ACTUAL"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    comparison_operator       = "GREATER_THAN"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }

  notification {
    notification_type         = "FORECASTED"
    threshold                 = 90
    threshold_type            = "PERCENTAGE"
    comparison_operator       = "GREATER_THAN"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }
}

resource "aws_sns_topic" "alerts" {
  name = "MM-dev-use1-topic-alerts"
}

resource "aws_budgets_budget" "fail_amount" {
  name         = "MM-dev-use1-budget-fail-amount"
  budget_type  = "COST"
  limit_amount = "1000"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

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

resource "aws_budgets_budget" "fail_alerts" {
  name         = "MM-dev-use1-budget-fail-alerts"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

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
}

resource "aws_budgets_budget" "fail_nobody" {
  name         = "MM-dev-use1-budget-fail-nobody"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

  notification {
    notification_type   = "ACTUAL"
    threshold           = 50
    threshold_type      = "PERCENTAGE"
    comparison_operator = "GREATER_THAN"
  }

  notification {
    notification_type   = "ACTUAL"
    threshold           = 80
    threshold_type      = "PERCENTAGE"
    comparison_operator = "GREATER_THAN"
  }

  notification {
    notification_type   = "ACTUAL"
    threshold           = 100
    threshold_type      = "PERCENTAGE"
    comparison_operator = "GREATER_THAN"
  }

  notification {
    notification_type   = "FORECASTED"
    threshold           = 90
    threshold_type      = "PERCENTAGE"
    comparison_operator = "GREATER_THAN"
  }
}

resource "aws_budgets_budget" "fail_absolute" {
  name         = "MM-dev-use1-budget-fail-absolute"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 50
    threshold_type             = "ABSOLUTE_VALUE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 80
    threshold_type             = "ABSOLUTE_VALUE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 100
    threshold_type             = "ABSOLUTE_VALUE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "FORECASTED"
    threshold                  = 90
    threshold_type             = "ABSOLUTE_VALUE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }
}

resource "aws_budgets_budget" "fail_yearly" {
  name         = "MM-dev-use1-budget-fail-yearly"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "ANNUALLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

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

resource "aws_budgets_budget" "usage" {
  name         = "MM-dev-use1-budget-usage"
  budget_type  = "USAGE"
  limit_amount = "100"
  limit_unit   = "GB"
  time_unit    = "MONTHLY"
}

resource "aws_ssm_parameter" "limit" {
  name           = "/budget/limit"
  type           = "String"
  insecure_value = "100"
}

resource "aws_budgets_budget" "unknown_limit" {
  name         = "MM-dev-use1-budget-unknown-limit"
  budget_type  = "COST"
  limit_amount = aws_ssm_parameter.limit.id
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

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

resource "aws_budgets_budget" "unknown_account" {
  name         = "MM-dev-use1-budget-unknown-account"
  budget_type  = "COST"
  limit_amount = "100"
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

resource "aws_budgets_budget" "unknown_stranger" {
  name         = "MM-dev-use1-budget-unknown-stranger"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["999999999999"]
  }

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

# Whether it is about cost at all is known only after apply.
resource "aws_ssm_parameter" "kind" {
  name           = "/budgets/kind"
  type           = "String"
  insecure_value = "USAGE"
}

resource "aws_budgets_budget" "unknown_kind" {
  name         = "MM-dev-use1-budget-kind"
  budget_type  = aws_ssm_parameter.kind.arn
  limit_amount = "7"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
}
