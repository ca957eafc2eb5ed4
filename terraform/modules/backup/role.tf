# The role that AWS Backup assumes to back up and to restore, and who may delete what it made.
locals {
  # S3 has its own pair of AWS-managed policies; the model bucket is tagged for backup.
  service_policies = {
    backup     = "service-role/AWSBackupServiceRolePolicyForBackup"
    restore    = "service-role/AWSBackupServiceRolePolicyForRestores"
    s3-backup  = "AWSBackupServiceRolePolicyForS3Backup"
    s3-restore = "AWSBackupServiceRolePolicyForS3Restore"
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "BackupOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    # AWS does not document that AWS Backup sends this key when it assumes a role: where it does, it must be ours.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "backup" {
  name                 = "${var.name_prefix}-role-backup"
  path                 = var.role_path
  description          = "AWS Backup: backs up what the tag selects, restores it"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(local.common_tags, { Name = "${var.name_prefix}-role-backup" })
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = local.service_policies

  role       = aws_iam_role.backup.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

# Expiry by lifecycle is AWS Backup's own doing and needs no permission of a principal.
data "aws_iam_policy_document" "vault" {
  statement {
    sid       = "DenyBackupLoss"
    effect    = "Deny"
    resources = ["*"]

    actions = [
      "backup:DeleteBackupVault",
      "backup:DeleteBackupVaultAccessPolicy",
      "backup:DeleteRecoveryPoint",
      "backup:PutBackupVaultAccessPolicy",
      "backup:UpdateRecoveryPointLifecycle",
    ]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = var.deletion_role_arns
    }
  }
}
