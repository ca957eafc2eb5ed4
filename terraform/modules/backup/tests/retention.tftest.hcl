# Rows A6, A7, A39 to A41: how long recovery points live, where their copies go, what is selected.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "dr"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix           = "MM-dev-use1"
  account_id            = "222222222222"
  daily_retention_days  = 7
  weekly_retention_days = 30
  common_tags           = { Project = "startup-ml", Environment = "dev" }
}

run "a39_dev_keeps_daily_7_and_weekly_30_days" {
  command = plan

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => one(rule.lifecycle).delete_after } == { daily = 7, weekly = 30 }
    error_message = "A39: expected daily 7 and weekly 30 days."
  }

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => rule.schedule } == { daily = "cron(0 5 * * ? *)", weekly = "cron(0 6 ? * SUN *)" }
    error_message = "A39: expected a backup every day at 05:00 and every Sunday at 06:00."
  }

  assert {
    condition     = alltrue([for rule in aws_backup_plan.this.rule : rule.schedule_expression_timezone == "Etc/UTC" && rule.start_window == 60 && rule.completion_window == 360])
    error_message = "Expected UTC, a start within 60 minutes and an end within 360."
  }

  assert {
    condition     = length(aws_kms_key.vault) == 0 && output.kms_key_arn == null
    error_message = "A39: expected the AWS-managed key of the vault."
  }

  assert {
    condition     = aws_backup_vault.core.name == "MM-dev-use1-vault-core"
    error_message = "Expected the vault MM-dev-use1-vault-core."
  }

  assert {
    condition     = length(aws_backup_vault.dr) == 0 && alltrue([for rule in aws_backup_plan.this.rule : length(rule.copy_action) == 0])
    error_message = "A39: dev has no copy in another Region."
  }

  assert {
    condition     = length(aws_backup_vault_lock_configuration.core) == 0 && length(aws_backup_vault_policy.core) == 0
    error_message = "Expected no lock and no vault policy unless asked for."
  }
}

run "a40_prod_keeps_30_and_90_days_and_copies_both" {
  command = plan

  variables {
    name_prefix           = "MM-prod-use1"
    account_id            = "333333333333"
    daily_retention_days  = 30
    weekly_retention_days = 90
    dr_copy_enabled       = true
    dr_name_prefix        = "MM-prod-usw2"
    vault_lock            = { min_retention_days = 7 }
    deletion_role_arns    = ["arn:aws:iam::*:role/guardrails/MM-github-actions-apply"]
  }

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => one(rule.lifecycle).delete_after } == { daily = 30, weekly = 90 }
    error_message = "A40: expected daily 30 and weekly 90 days."
  }

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => one(one(rule.copy_action).lifecycle).delete_after } == { daily = 30, weekly = 90 }
    error_message = "A40: expected a copy of every rule, kept as long as the original."
  }

  assert {
    condition     = alltrue([for rule in aws_backup_plan.this.rule : strcontains(one(rule.copy_action).destination_vault_arn, ":us-west-2:")])
    error_message = "A40: expected copies in us-west-2."
  }

  assert {
    condition     = aws_backup_vault.dr[0].name == "MM-prod-usw2-vault-core"
    error_message = "Expected the vault MM-prod-usw2-vault-core in the DR Region."
  }

  assert {
    condition     = alltrue([for lock in [aws_backup_vault_lock_configuration.core[0], aws_backup_vault_lock_configuration.dr[0]] : lock.changeable_for_days == null && lock.min_retention_days == 7])
    error_message = "CKV_LZ_034: expected a governance lock of 7 days on both vaults."
  }

  assert {
    condition     = contains(data.aws_iam_policy_document.vault.statement[0].actions, "backup:DeleteRecoveryPoint") && one(data.aws_iam_policy_document.vault.statement[0].condition).test == "ArnNotLike"
    error_message = "Expected only the named roles to delete recovery points."
  }
}

run "copies_may_live_shorter_or_longer" {
  command = plan

  variables {
    dr_copy_enabled   = true
    dr_name_prefix    = "MM-dev-usw2"
    dr_retention_days = { weekly = 365 }
  }

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => one(one(rule.copy_action).lifecycle).delete_after } == { daily = 7, weekly = 365 }
    error_message = "Expected the daily copy to follow the original and the weekly copy to live 365 days."
  }
}

run "a41_selection_by_tag_backup_policy_daily" {
  command = plan

  assert {
    condition     = [for tag in aws_backup_selection.tagged.selection_tag : "${tag.type} ${tag.key} ${tag.value}"] == ["STRINGEQUALS BackupPolicy daily"]
    error_message = "A41: expected the selection BackupPolicy = daily."
  }
}

run "role_backs_up_and_restores_for_this_account_only" {
  command = plan

  assert {
    condition     = sort([for attachment in aws_iam_role_policy_attachment.backup : reverse(split("/", attachment.policy_arn))[0]]) == tolist(["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Backup", "AWSBackupServiceRolePolicyForS3Restore"])
    error_message = "Expected the AWS-managed policies for backup and restore, also of S3."
  }

  assert {
    condition     = [for c in data.aws_iam_policy_document.trust.statement[0].condition : "${c.test} ${c.variable} ${join(",", c.values)}"] == ["StringEqualsIfExists aws:SourceAccount 222222222222"]
    error_message = "Expected aws:SourceAccount in the trust policy."
  }
}

run "role_inside_a_boundary_where_given" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"
  }

  assert {
    condition     = aws_iam_role.backup.permissions_boundary == "arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"
    error_message = "Expected the boundary on the role."
  }
}

run "ckv_lz_028_customer_keys_rotate_wait_30_days_and_are_protected" {
  command = plan

  variables {
    kms_key_kind    = "customer"
    dr_copy_enabled = true
    dr_name_prefix  = "MM-dev-usw2"
  }

  assert {
    condition     = alltrue([for key in [aws_kms_key.vault[0], aws_kms_key.dr[0]] : key.enable_key_rotation && key.deletion_window_in_days == 30 && key.tags["GuardrailsProtected"] == "true"])
    error_message = "CKV_LZ_028: expected rotation, 30 days and the protection tag on both keys."
  }
}
