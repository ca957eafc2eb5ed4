# A budget per account, seen from the management account, and where its alerts go. Anomalies are in anomaly.tf.
locals {
  common_tags = merge(var.common_tags, { Module = "cost-management" })

  notifications = concat(
    [for percent in var.actual_thresholds_percent : { type = "ACTUAL", percent = percent }],
    [for percent in var.forecast_thresholds_percent : { type = "FORECASTED", percent = percent }],
  )
}

resource "aws_budgets_budget" "account" {
  for_each = var.budgets

  account_id   = var.account_id
  name         = "${var.name_prefix}-budget-${lower(replace(each.key, " ", "-"))}"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(each.value.limit_usd)
  limit_unit   = "USD"
  tags         = merge(local.common_tags, { Name = "${var.name_prefix}-budget-${lower(replace(each.key, " ", "-"))}" })

  cost_filter {
    name   = "LinkedAccount"
    values = [each.value.account_id]
  }

  # Credits and refunds would hide what an account really uses.
  cost_types {
    include_credit = false
    include_refund = false
  }

  dynamic "notification" {
    for_each = local.notifications

    content {
      notification_type          = notification.value.type
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_sns_topic_arns  = [aws_sns_topic.alerts.arn]
      subscriber_email_addresses = var.alert_emails
    }
  }

  # AWS Budgets checks that it may publish when the budget is made.
  depends_on = [aws_sns_topic_policy.alerts]
}

resource "aws_ce_cost_allocation_tag" "active" {
  for_each = var.cost_allocation_tags

  tag_key = each.value
  status  = "Active"
}
