# account: Prod
resource "aws_backup_plan" "pass_prod" {
  name = "MM-pass-prod"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}

resource "aws_backup_vault" "dr" {
  name = "MM-prod-usw2-vault-core"
}

resource "aws_backup_plan" "pass_new_vault" {
  name = "MM-pass-new-vault"

  rule {
    rule_name         = "d"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "rate(1 day)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.dr.arn
    }
  }

  rule {
    rule_name         = "w"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "rate(7 days)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.dr.arn
    }
  }
}

resource "aws_backup_plan" "fail_days" {
  name = "MM-fail-days"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 60
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}

resource "aws_backup_plan" "fail_for_ever" {
  name = "MM-fail-for-ever"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}

resource "aws_backup_plan" "fail_no_copy" {
  name = "MM-fail-no-copy"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }
  }
}

resource "aws_backup_plan" "fail_copy_at_home" {
  name = "MM-fail-copy-at-home"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-east-1:333333333333:backup-vault:MM-prod-use1-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-east-1:333333333333:backup-vault:MM-prod-use1-vault-core"
    }
  }
}

resource "aws_backup_plan" "fail_daily_only" {
  name = "MM-fail-daily-only"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "monthly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 1 * ? *)"

    lifecycle {
      delete_after = 365
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}

resource "aws_ssm_parameter" "late" {
  name           = "/backup/late"
  type           = "String"
  insecure_value = "30"
}

resource "aws_backup_plan" "unknown_days" {
  name = "MM-unknown-days"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = aws_ssm_parameter.late.version
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}

resource "aws_backup_selection" "pass_by_tag" {
  name         = "MM-pass-by-tag"
  plan_id      = "11111111-2222-3333-4444-555555555555"
  iam_role_arn = "arn:aws:iam::333333333333:role/MM-prod-use1-role-backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "BackupPolicy"
    value = "daily"
  }
}

resource "aws_backup_selection" "fail_by_another_tag" {
  name         = "MM-fail-by-another-tag"
  plan_id      = "11111111-2222-3333-4444-555555555555"
  iam_role_arn = "arn:aws:iam::333333333333:role/MM-prod-use1-role-backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Environment"
    value = "prod"
  }
}

resource "aws_backup_selection" "fail_by_name" {
  name         = "MM-fail-by-name"
  plan_id      = "11111111-2222-3333-4444-555555555555"
  iam_role_arn = "arn:aws:iam::333333333333:role/MM-prod-use1-role-backup"
  resources    = ["arn:aws:dynamodb:us-east-1:333333333333:table/features"]
}

resource "aws_backup_selection" "unknown_value" {
  name         = "MM-unknown-value"
  plan_id      = "11111111-2222-3333-4444-555555555555"
  iam_role_arn = "arn:aws:iam::333333333333:role/MM-prod-use1-role-backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "BackupPolicy"
    value = aws_ssm_parameter.late.id
  }
}

resource "aws_backup_selection" "pass_by_condition" {
  name         = "MM-pass-by-condition"
  plan_id      = "11111111-2222-3333-4444-555555555555"
  iam_role_arn = "arn:aws:iam::333333333333:role/MM-prod-use1-role-backup"
  resources    = ["*"]

  condition {
    string_equals {
      key   = "aws:ResourceTag/BackupPolicy"
      value = "daily"
    }
  }
}
