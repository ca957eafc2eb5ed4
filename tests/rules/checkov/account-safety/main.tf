resource "aws_organizations_account" "pass_safe" {
  name              = "Prod"
  email             = "aws+prod@example.com"
  role_name         = "OrganizationAccountAccessRole"
  close_on_deletion = false

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [role_name]
  }
}

# An account is not closed when nothing is said.
resource "aws_organizations_account" "pass_silent" {
  name      = "Dev"
  email     = "aws+dev@example.com"
  role_name = "OrganizationAccountAccessRole"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_organizations_account" "fail_closing" {
  name              = "Test"
  email             = "aws+test@example.com"
  role_name         = "OrganizationAccountAccessRole"
  close_on_deletion = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_organizations_account" "fail_roleless" {
  name  = "Staging"
  email = "aws+staging@example.com"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_organizations_account" "fail_same_address" {
  for_each = toset(["one", "two"])

  name      = each.key
  email     = "aws+same@example.com"
  role_name = "OrganizationAccountAccessRole"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_organizations_account" "hclfail_unprotected" {
  name      = "Loose"
  email     = "aws+loose@example.com"
  role_name = "OrganizationAccountAccessRole"
}

resource "aws_ssm_parameter" "email" {
  name           = "/accounts/email"
  type           = "String"
  insecure_value = "aws+later@example.com"
}

resource "aws_organizations_account" "unknown_email" {
  name      = "Later"
  email     = aws_ssm_parameter.email.arn
  role_name = "OrganizationAccountAccessRole"

  lifecycle {
    prevent_destroy = true
  }
}
