# GuardDuty is regional: the same five resources in both regions, told apart by the provider only.
resource "aws_guardduty_detector" "home" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = merge(local.common_tags, { Name = "${var.name_prefix}-guardduty" })
}

resource "aws_guardduty_detector_feature" "home" {
  for_each = local.guardduty_features

  detector_id = aws_guardduty_detector.home.id
  name        = each.key
  status      = "ENABLED"
}

resource "aws_guardduty_organization_admin_account" "home" {
  count = var.organization_admin_account_id == null ? 0 : 1

  admin_account_id = var.organization_admin_account_id

  # Designating an account without a detector would make GuardDuty create one behind Terraform's back.
  depends_on = [aws_guardduty_detector.home]
}

resource "aws_guardduty_organization_configuration" "home" {
  detector_id                      = aws_guardduty_detector.home.id
  auto_enable_organization_members = "ALL"

  # Only the designated administrator may configure the organization.
  depends_on = [aws_guardduty_organization_admin_account.home]
}

resource "aws_guardduty_organization_configuration_feature" "home" {
  for_each = local.guardduty_features

  detector_id = aws_guardduty_organization_configuration.home.detector_id
  name        = each.key
  auto_enable = "ALL"
}

resource "aws_guardduty_detector" "dr" {
  provider = aws.dr

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = merge(local.common_tags, { Name = "${var.name_prefix}-guardduty-dr" })
}

resource "aws_guardduty_detector_feature" "dr" {
  provider = aws.dr
  for_each = local.guardduty_features

  detector_id = aws_guardduty_detector.dr.id
  name        = each.key
  status      = "ENABLED"
}

resource "aws_guardduty_organization_admin_account" "dr" {
  provider = aws.dr
  count    = var.organization_admin_account_id == null ? 0 : 1

  admin_account_id = var.organization_admin_account_id

  # As in the home region.
  depends_on = [aws_guardduty_detector.dr]
}

resource "aws_guardduty_organization_configuration" "dr" {
  provider = aws.dr

  detector_id                      = aws_guardduty_detector.dr.id
  auto_enable_organization_members = "ALL"

  # As in the home region.
  depends_on = [aws_guardduty_organization_admin_account.dr]
}

resource "aws_guardduty_organization_configuration_feature" "dr" {
  provider = aws.dr
  for_each = local.guardduty_features

  detector_id = aws_guardduty_organization_configuration.dr.detector_id
  name        = each.key
  auto_enable = "ALL"
}
