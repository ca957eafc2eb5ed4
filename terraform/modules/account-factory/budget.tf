# In the management account, where the new account's own administrators cannot change it.
locals {
  budget_name = "${var.name_prefix}-budget-${lower(replace(var.account_name, "/[^A-Za-z0-9]+/", "-"))}"

  budget_notifications = {
    actual-50   = { type = "ACTUAL", percent = 50 }
    actual-80   = { type = "ACTUAL", percent = 80 }
    actual-100  = { type = "ACTUAL", percent = 100 }
    forecast-90 = { type = "FORECASTED", percent = 90 }
  }
}

resource "aws_budgets_budget" "account" {
  name         = local.budget_name
  budget_type  = "COST"
  limit_amount = tostring(var.budget_limit_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = [aws_organizations_account.this.id]
  }

  dynamic "notification" {
    for_each = local.budget_notifications

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.value.type
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = [var.alert_email]
    }
  }

  tags = merge(local.common_tags, { Name = local.budget_name })
}
