# GuardDuty is regional: the same resources in both regions, told apart by the provider only.
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

resource "aws_guardduty_organization_configuration" "home" {
  detector_id                      = aws_guardduty_detector.home.id
  auto_enable_organization_members = "ALL"

  # Only the designated administrator may configure the organization.
  depends_on = [module.designation]
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

resource "aws_guardduty_organization_configuration" "dr" {
  provider = aws.dr

  detector_id                      = aws_guardduty_detector.dr.id
  auto_enable_organization_members = "ALL"

  # As in the home region.
  depends_on = [module.designation]
}

resource "aws_guardduty_organization_configuration_feature" "dr" {
  provider = aws.dr
  for_each = local.guardduty_features

  detector_id = aws_guardduty_organization_configuration.dr.detector_id
  name        = each.key
  auto_enable = "ALL"
}
