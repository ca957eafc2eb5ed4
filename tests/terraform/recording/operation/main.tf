data "aws_caller_identity" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  version = "2012-10-17"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/recording"
  retention_in_days = var.changed ? 90 : 30
  kms_key_id        = var.changed ? "arn:aws:kms:us-east-1:${local.account}:key/mrk-55555555666666667777777788888888" : null
}

resource "aws_sns_topic" "this" {
  name         = "recording"
  display_name = var.changed ? "After" : "Before"
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn

  policy = jsonencode({
    Version = local.version
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = var.changed ? "budgets.amazonaws.com" : "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.this.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "this" {
  topic_arn           = aws_sns_topic.this.arn
  protocol            = "email"
  endpoint            = "platform@example.com"
  filter_policy_scope = "MessageBody"
  filter_policy       = jsonencode({ severity = [var.changed ? "HIGH" : "LOW"] })
}

resource "aws_cloudwatch_event_bus" "this" {
  name        = "recording"
  description = var.changed ? "After" : "Before"
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  event_bus_name = aws_cloudwatch_event_bus.this.name

  policy = jsonencode({
    Version = local.version
    Statement = [{
      Sid       = var.changed ? "After" : "Before"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.this.arn
    }]
  })
}

resource "aws_cloudwatch_event_archive" "this" {
  name             = "recording"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = var.changed ? 90 : 30
}

resource "aws_cloudwatch_event_rule" "this" {
  name          = "recording"
  description   = var.changed ? "After" : "Before"
  event_pattern = jsonencode({ source = ["aws.guardduty"] })
}

resource "aws_cloudwatch_event_target" "this" {
  rule      = aws_cloudwatch_event_rule.this.name
  target_id = "topic"
  arn       = aws_sns_topic.this.arn
  input     = jsonencode({ said = var.changed ? "After" : "Before" })
}

resource "aws_backup_vault" "this" {
  name = "recording"
}

resource "aws_backup_vault_policy" "this" {
  backup_vault_name = aws_backup_vault.this.name

  policy = jsonencode({
    Version = local.version
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = var.changed ? "backup:DeleteRecoveryPoint" : "backup:DeleteBackupVault"
      Resource  = "*"
    }]
  })
}

resource "aws_backup_region_settings" "this" {
  resource_type_opt_in_preference = {
    DynamoDB = true
    EBS      = true
    EC2      = true
    S3       = var.changed
  }
}

resource "aws_backup_plan" "this" {
  name = "recording"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.this.name
    schedule          = var.changed ? "cron(0 4 * * ? *)" : "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = var.changed ? 60 : 30
    }
  }
}

resource "aws_budgets_budget" "this" {
  name         = "recording"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = var.changed ? "200" : "100"
  limit_unit   = "USD"

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = var.changed ? 80 : 50
    threshold_type             = "PERCENTAGE"
    notification_type          = "ACTUAL"
    subscriber_email_addresses = ["platform@example.com"]
  }
}

resource "aws_ce_anomaly_monitor" "this" {
  name              = var.changed ? "after" : "before"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "this" {
  name             = "recording"
  frequency        = var.changed ? "WEEKLY" : "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.this.arn]

  subscriber {
    type    = "EMAIL"
    address = "platform@example.com"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      values        = ["100"]
      match_options = ["GREATER_THAN_OR_EQUAL"]
    }
  }
}

resource "aws_ce_cost_allocation_tag" "this" {
  tag_key = "CostCenter"
  status  = var.changed ? "Inactive" : "Active"
}
