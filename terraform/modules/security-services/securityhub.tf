# Security Hub with FSBP in both regions; the home region shows the findings of both. GuardDuty and Config send their
# findings to Security Hub by themselves once both are on in an account (requirement A23).
locals {
  fsbp = "standards/aws-foundational-security-best-practices/v/1.0.0"
}

resource "aws_securityhub_account" "home" {
  enable_default_standards  = false
  auto_enable_controls      = true
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_securityhub_standards_subscription" "home" {
  standards_arn = "arn:${local.partition}:securityhub:${var.home_region}::${local.fsbp}"

  # Nothing in the ARN refers to the account's subscription to Security Hub, which has to exist first.
  depends_on = [aws_securityhub_account.home]
}

resource "aws_securityhub_organization_configuration" "home" {
  auto_enable           = true
  auto_enable_standards = "DEFAULT"

  # Only the designated administrator may configure the organization.
  depends_on = [aws_securityhub_account.home, module.designation]
}

# auto_enable is about accounts that join from now on: those that are in the organization already are made members here.
# https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateOrganizationConfiguration.html,
# https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-accounts-orgs.html (2026-11)
resource "aws_securityhub_member" "home" {
  for_each = var.securityhub_member_account_ids

  account_id = each.key

  # The provider reads both back as AWS has them for an invited account, and would replace the member for ever:
  # https://github.com/hashicorp/terraform-provider-aws/pull/47106 (2026-03)
  lifecycle {
    ignore_changes = [email, invite]
  }

  # Only the administrator adds members, and the standards that they get come from the organization's configuration.
  depends_on = [aws_securityhub_organization_configuration.home]
}

resource "aws_securityhub_account" "dr" {
  provider = aws.dr

  enable_default_standards  = false
  auto_enable_controls      = true
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_securityhub_standards_subscription" "dr" {
  provider = aws.dr

  standards_arn = "arn:${local.partition}:securityhub:${var.dr_region}::${local.fsbp}"

  # As in the home region.
  depends_on = [aws_securityhub_account.dr]
}

resource "aws_securityhub_organization_configuration" "dr" {
  provider = aws.dr

  auto_enable           = true
  auto_enable_standards = "DEFAULT"

  # As in the home region.
  depends_on = [aws_securityhub_account.dr, module.designation]
}

resource "aws_securityhub_member" "dr" {
  provider = aws.dr
  for_each = var.securityhub_member_account_ids

  account_id = each.key

  # As in the home region.
  lifecycle {
    ignore_changes = [email, invite]
  }

  # As in the home region.
  depends_on = [aws_securityhub_organization_configuration.dr]
}

resource "aws_securityhub_finding_aggregator" "home" {
  linking_mode      = "SPECIFIED_REGIONS"
  specified_regions = [var.dr_region]

  # Both ends must be on before they are linked.
  depends_on = [aws_securityhub_account.home, aws_securityhub_account.dr]
}
