# Anomalies by service and by account, reported at once.
#
# AWS offers a managed monitor by LINKED_ACCOUNT, but the provider takes only SERVICE as monitor_dimension
# (https://github.com/hashicorp/terraform-provider-aws/issues/46767, 2026-03). A custom monitor adds up the accounts that
# it names, so each account has a monitor of its own.
locals {
  monitor_arns = merge(
    { SERVICE = var.existing_service_monitor_arn == null ? one(aws_ce_anomaly_monitor.service[*].arn) : var.existing_service_monitor_arn },
    { for name, monitor in aws_ce_anomaly_monitor.account : name => monitor.arn },
  )
}

resource "aws_ce_anomaly_monitor" "service" {
  count = var.existing_service_monitor_arn == null ? 1 : 0

  name              = "${var.name_prefix}-anomaly-service"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
  tags              = merge(local.common_tags, { Name = "${var.name_prefix}-anomaly-service" })
}

resource "aws_ce_anomaly_monitor" "account" {
  for_each = var.budgets

  name         = "${var.name_prefix}-anomaly-${lower(replace(each.key, " ", "-"))}"
  monitor_type = "CUSTOM"
  tags         = merge(local.common_tags, { Name = "${var.name_prefix}-anomaly-${lower(replace(each.key, " ", "-"))}" })

  # Every key of the expression, null or not, as AWS gives it back: a shorter document would never stop to differ.
  monitor_specification = jsonencode({
    And            = null
    CostCategories = null
    Dimensions = {
      Key          = "LINKED_ACCOUNT"
      MatchOptions = null
      Values       = [each.value.account_id]
    }
    Not  = null
    Or   = null
    Tags = null
  })
}

resource "aws_ce_anomaly_subscription" "immediate" {
  account_id       = var.account_id
  name             = "${var.name_prefix}-anomaly-immediate"
  frequency        = "IMMEDIATE"
  monitor_arn_list = values(local.monitor_arns)
  tags             = merge(local.common_tags, { Name = "${var.name_prefix}-anomaly-immediate" })

  # IMMEDIATE takes SNS subscribers only.
  subscriber {
    type    = "SNS"
    address = aws_sns_topic.alerts.arn
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.anomaly_threshold_usd)]
    }
  }

  # Cost Anomaly Detection checks that it may publish when the subscription is made.
  depends_on = [aws_sns_topic_policy.alerts]
}
