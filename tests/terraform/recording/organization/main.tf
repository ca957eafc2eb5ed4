locals {
  services = ["ram.amazonaws.com", "guardduty.amazonaws.com"]
}

resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  aws_service_access_principals = var.changed ? [local.services[0], "config.amazonaws.com"] : local.services
  enabled_policy_types          = var.changed ? ["SERVICE_CONTROL_POLICY", "TAG_POLICY"] : ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "this" {
  for_each  = toset(["Workloads", "Sandbox"])
  name      = "${each.key}${var.changed ? "New" : ""}"
  parent_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_account" "this" {
  name      = "Recording"
  email     = "aws+recording@example.com"
  parent_id = aws_organizations_organizational_unit.this[var.changed ? "Sandbox" : "Workloads"].id
}

resource "aws_organizations_policy" "this" {
  name        = "recording"
  description = var.changed ? "After" : "Before"
  type        = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = var.changed ? "cloudtrail:DeleteTrail" : "cloudtrail:StopLogging"
      Resource = "*"
    }]
  })

  depends_on = [aws_organizations_organization.this] # The type of policy is enabled there.
}

resource "aws_organizations_policy_attachment" "this" {
  policy_id = aws_organizations_policy.this.id
  target_id = aws_organizations_organizational_unit.this["Workloads"].id
}

resource "aws_ram_sharing_with_organization" "this" {
  depends_on = [aws_organizations_organization.this] # There is nothing to share with before.
}

resource "aws_ram_resource_share" "this" {
  name                      = var.changed ? "after" : "before"
  allow_external_principals = false
}

locals {
  instance = "arn:aws:sso:::instance/ssoins-1111111111111111"
}

resource "aws_ssoadmin_permission_set" "this" {
  instance_arn     = local.instance
  name             = "Recording"
  description      = var.changed ? "After" : "Before"
  session_duration = var.changed ? "PT2H" : "PT1H"
}

resource "aws_ssoadmin_permission_set_inline_policy" "this" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn

  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = var.changed ? "s3:ListBucket" : "s3:GetObject"
      Resource = "*"
    }]
  })
}

resource "aws_identitystore_group" "this" {
  identity_store_id = "d-1111111111"
  display_name      = "Recording"
  description       = var.changed ? "After" : "Before"
}

resource "aws_servicecatalog_portfolio" "this" {
  name          = "Recording"
  provider_name = "platform"
  description   = var.changed ? "After" : "Before"
}
