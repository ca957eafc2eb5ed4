locals {
  instance = "arn:aws:sso:::instance/ssoins-1111111111111111"
}

resource "aws_ssoadmin_permission_set" "sets" {
  for_each = toset(["AdministratorAccess", "DeveloperAccess", "ReadOnlyAccess"])

  name         = each.key
  instance_arn = local.instance
}

resource "aws_ssoadmin_permission_set_inline_policy" "pass_not_action" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        NotAction = ["account:*", "aws-portal:*", "billing:*", "budgets:*", "iam:*", "identitystore:*", "organizations:*", "payments:*", "sso:*", "tax:*"]
        Resource  = "*"
      },
      { Effect = "Allow", Action = ["iam:GetRole", "iam:List*"], Resource = "*" },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::*:role/workload/*" },
    ]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "pass_denied" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", Action = ["account:*", "aws-portal:*", "billing:*", "budgets:*", "iam:*", "identitystore:*", "organizations:*", "payments:*", "sso:*", "tax:*"], Resource = "*" },
    ]
  })
}

data "aws_iam_policy_document" "roles" {
  statement {
    actions   = ["ec2:*", "iam:CreateRole"]
    resources = ["*"]
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_roles" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy      = data.aws_iam_policy_document.roles.json
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_everything" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

# The Organization and billing are left in.
resource "aws_ssoadmin_permission_set_inline_policy" "fail_not_action" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", NotAction = ["iam:*", "sso:*"], Resource = "*" }] })
}

# A deny under a condition takes nothing back for sure.
resource "aws_ssoadmin_permission_set_inline_policy" "fail_denied_sometimes" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:*", Resource = "*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } },
    ]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_pass_any_role" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })
}

resource "aws_ssoadmin_managed_policy_attachment" "pass_read_only" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["ReadOnlyAccess"].arn
  managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# The organization file gives it: who gets the set is another question.
resource "aws_ssoadmin_managed_policy_attachment" "administrator" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["AdministratorAccess"].arn
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_ssoadmin_managed_policy_attachment" "fail_administrator" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_ssoadmin_managed_policy_attachment" "fail_power_user" {
  for_each = toset(["DeveloperAccess", "ReadOnlyAccess"])

  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets[each.key].arn
  managed_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_policy" "groups" {
  name   = "MM-groups"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["iam:AddUserToGroup"], Resource = "*" }] })
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "fail_groups" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn

  customer_managed_policy_reference {
    name = "MM-groups"
  }
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "unknown_elsewhere" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets["DeveloperAccess"].arn

  customer_managed_policy_reference {
    name = "MM-elsewhere"
  }
}

# Denials without conditions, in every form that they have.
resource "aws_ssoadmin_permission_set_inline_policy" "pass_denied_but" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", NotAction = ["ec2:*", "s3:*", "iam:Get*", "iam:List*"], Resource = "*" },
    ]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_denied_but_iam" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", NotAction = ["ec2:*", "iam:*"], Resource = "*" },
    ]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_denied_if" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:*", Resource = "*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } },
    ]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_any_role" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::*:role/*" }] })
}

resource "aws_ssoadmin_permission_set_inline_policy" "pass_pass_pattern" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:Pass*", Resource = "arn:aws:iam::*:role/workload/*" }] })
}

resource "aws_ssoadmin_permission_set_inline_policy" "pass_all_of_a_bucket" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = ["arn:aws:s3:::mm-dev-use1-models", "arn:aws:s3:::mm-dev-use1-models/*"] }] })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_joins_groups" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "identitystore:CreateGroupMembership", Resource = "*" }] })
}
