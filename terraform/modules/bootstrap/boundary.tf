locals {
  # What the two roles need beyond their services, so that the boundary does not cut off the state.
  boundary_extra = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "sts:GetCallerIdentity"]
}

data "aws_iam_policy_document" "boundary" {
  # A boundary grants nothing: it cuts what the policies of the roles grant, so attaching AdministratorAccess gains nothing beyond
  # this. Both roles have it: what the plan role reads beyond the services that are applied, no plan needs.
  statement {
    sid       = "AtMost"
    actions   = concat([for service in sort(distinct(var.apply_role.services)) : "${service}:*"], local.boundary_extra)
    resources = ["*"]
  }

  # Rows A11, A47: no long-lived credentials, whoever asks.
  statement {
    sid    = "NoUsers"
    effect = "Deny"
    actions = [
      "iam:AddUserToGroup",
      "iam:AttachUserPolicy",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:CreateServiceSpecificCredential",
      "iam:CreateUser",
      "iam:PutUserPolicy",
      "iam:ResetServiceSpecificCredential",
      "iam:UpdateAccessKey",
      "iam:UpdateLoginProfile",
      "iam:UploadSSHPublicKey",
      "iam:UploadSigningCertificate",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "NoBoundaryRemoval"
    effect    = "Deny"
    actions   = ["iam:DeleteRolePermissionsBoundary"]
    resources = ["*"]
  }

  statement {
    sid       = "NoOtherBoundary"
    effect    = "Deny"
    actions   = ["iam:PutRolePermissionsBoundary"]
    resources = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  statement {
    sid       = "NoBoundaryEdit"
    effect    = "Deny"
    actions   = ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"]
    resources = [local.boundary_arn]
  }

  # The pipeline does not edit itself: this module is applied by a person (row B7), and PG-028 expects that.
  statement {
    sid    = "NoSelfEdit"
    effect = "Deny"
    actions = [
      "iam:AttachRolePolicy",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PassRole",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ]
    resources = [local.plan_role_arn, local.apply_role_arn]
  }

  statement {
    sid    = "NoTrustAnchorEdit"
    effect = "Deny"
    actions = [
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreateSAMLProvider",
      "iam:DeleteOpenIDConnectProvider",
      "iam:DeleteSAMLProvider",
      "iam:RemoveClientIDFromOpenIDConnectProvider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "iam:UpdateSAMLProvider",
    ]
    resources = ["*"]
  }

  # StringNotEquals is true where the request names no boundary at all, which is the case to stop.
  dynamic "statement" {
    for_each = var.apply_role.require_boundary ? [true] : []

    content {
      sid       = "NewRolesInsideBoundary"
      effect    = "Deny"
      actions   = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy"]
      resources = ["*"]

      condition {
        test     = "StringNotEquals"
        variable = "iam:PermissionsBoundary"
        values   = [local.boundary_arn]
      }
    }
  }
}

resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  path        = var.role_path
  description = "The most that the pipeline's roles can do; it cannot be taken off or edited from inside"
  policy      = data.aws_iam_policy_document.boundary.json

  tags = merge(local.common_tags, { Name = local.boundary_name })
}
