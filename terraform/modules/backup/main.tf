# The vault, the plan and what it selects. Keys are in keys.tf, the role in role.tf, the vault in the DR Region in dr.tf.
locals {
  common_tags = merge(var.common_tags, { Module = "backup" })

  rules = {
    daily = {
      schedule          = var.daily_schedule
      delete_after_days = var.daily_retention_days
      dr_delete_after   = coalesce(var.dr_retention_days.daily, var.daily_retention_days)
    }
    weekly = {
      schedule          = var.weekly_schedule
      delete_after_days = var.weekly_retention_days
      dr_delete_after   = coalesce(var.dr_retention_days.weekly, var.weekly_retention_days)
    }
  }
}

# Without a key of its own the vault uses the AWS-managed key aws/backup (row A39).
resource "aws_backup_vault" "core" {
  name        = "${var.name_prefix}-vault-core"
  kms_key_arn = one(aws_kms_key.vault[*].arn)
  tags        = merge(local.common_tags, { Name = "${var.name_prefix}-vault-core" })
}

resource "aws_backup_vault_lock_configuration" "core" {
  count = var.vault_lock == null ? 0 : 1

  backup_vault_name   = aws_backup_vault.core.name
  min_retention_days  = var.vault_lock.min_retention_days
  max_retention_days  = var.vault_lock.max_retention_days
  changeable_for_days = var.vault_lock.changeable_for_days
}

resource "aws_backup_vault_policy" "core" {
  count = length(var.deletion_role_arns) == 0 ? 0 : 1

  backup_vault_name = aws_backup_vault.core.name
  policy            = data.aws_iam_policy_document.vault.json
}

resource "aws_backup_vault_notifications" "core" {
  count = var.notification_topic_arn == null ? 0 : 1

  backup_vault_name   = aws_backup_vault.core.name
  sns_topic_arn       = var.notification_topic_arn
  backup_vault_events = var.notification_events
}

resource "aws_backup_plan" "this" {
  name = "${var.name_prefix}-backup-plan"
  tags = merge(local.common_tags, { Name = "${var.name_prefix}-backup-plan" })

  dynamic "rule" {
    for_each = local.rules

    content {
      rule_name                    = rule.key
      target_vault_name            = aws_backup_vault.core.name
      schedule                     = rule.value.schedule
      schedule_expression_timezone = var.schedule_timezone
      start_window                 = var.start_window_minutes
      completion_window            = var.completion_window_minutes
      recovery_point_tags          = merge(local.common_tags, { Name = "${var.name_prefix}-recovery-${rule.key}" })

      lifecycle {
        delete_after = rule.value.delete_after_days
      }

      dynamic "copy_action" {
        for_each = aws_backup_vault.dr[*].arn

        content {
          destination_vault_arn = copy_action.value

          lifecycle {
            delete_after = rule.value.dr_delete_after
          }
        }
      }
    }
  }
}

resource "aws_backup_selection" "tagged" {
  name         = "${var.name_prefix}-backup-selection"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = var.selection_tag.key
    value = var.selection_tag.value
  }
}

resource "aws_backup_region_settings" "this" {
  count = var.region_opt_in == null ? 0 : 1

  resource_type_opt_in_preference = var.region_opt_in
}
