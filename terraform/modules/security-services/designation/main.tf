# Called with the management account's providers: only it may designate, and it does so in each region.
resource "aws_guardduty_organization_admin_account" "home" {
  admin_account_id = var.admin_account_id
}

resource "aws_guardduty_organization_admin_account" "dr" {
  provider = aws.dr

  admin_account_id = var.admin_account_id
}

resource "aws_securityhub_organization_admin_account" "home" {
  admin_account_id = var.admin_account_id
}

resource "aws_securityhub_organization_admin_account" "dr" {
  provider = aws.dr

  admin_account_id = var.admin_account_id
}
