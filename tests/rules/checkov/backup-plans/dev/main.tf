resource "aws_backup_plan" "pass_dev" {
  name = "MM-pass-dev"
  tags = { Environment = "dev" }

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 7
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 30
    }
  }
}

resource "aws_backup_plan" "fail_dev" {
  name = "MM-fail-dev"
  tags = { Environment = "dev" }

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
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

resource "aws_backup_plan" "unknown_account" {
  name = "MM-unknown-account"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 7
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 30
    }
  }
}
