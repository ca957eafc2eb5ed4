# The reference organization delegates GuardDuty to management, as long as its security account is only planned.
resource "aws_guardduty_organization_admin_account" "pass_as_the_file_says" {
  admin_account_id = "111111111111"
}

resource "aws_macie2_organization_admin_account" "pass_security" {
  admin_account_id = "444444444444"
}

resource "aws_macie2_organization_admin_account" "fail_management" {
  admin_account_id = "111111111111"
}

resource "aws_securityhub_organization_admin_account" "fail_another" {
  admin_account_id = "222222222222"
}

resource "aws_organizations_delegated_administrator" "fail_principal" {
  account_id        = "111111111111"
  service_principal = "inspector2.amazonaws.com"
}

resource "aws_organizations_delegated_administrator" "pass_principal" {
  account_id        = "444444444444"
  service_principal = "access-analyzer.amazonaws.com"
}

resource "aws_vpc_ipam_organization_admin_account" "fail_ipam" {
  delegated_admin_account_id = "111111111111"
}

# Without an id it is the account that applies.
resource "aws_fms_admin_account" "unknown_own" {}

# Made in the same apply: its id is known only afterwards.
resource "aws_organizations_account" "security" {
  name  = "Security"
  email = "aws+security@example.com"
}

resource "aws_inspector2_delegated_admin_account" "unknown_new" {
  account_id = aws_organizations_account.security.id
}
