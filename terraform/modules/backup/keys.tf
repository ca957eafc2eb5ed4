# Customer keys, one per Region, where kms_key_kind asks for them. The account's own IAM policies decide who uses them,
# above all the role that AWS Backup assumes.
data "aws_partition" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "AccountDecides"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${var.account_id}:root"]
    }
  }
}

resource "aws_kms_key" "vault" {
  count = var.kms_key_kind == "customer" ? 1 : 0

  description             = "Backup vault ${var.name_prefix}-vault-core"
  deletion_window_in_days = var.kms_deletion_window_days
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.key.json

  # self-protection and audit-trail keep keys with this tag from deletion.
  tags = merge(local.common_tags, { Name = "${var.name_prefix}-kms-vault", GuardrailsProtected = "true" })
}

resource "aws_kms_alias" "vault" {
  count = var.kms_key_kind == "customer" ? 1 : 0

  name          = "alias/${var.name_prefix}-kms-vault"
  target_key_id = aws_kms_key.vault[0].key_id
}

resource "aws_kms_key" "dr" {
  provider = aws.dr
  count    = var.dr_copy_enabled && var.kms_key_kind == "customer" ? 1 : 0

  description             = "Backup vault ${var.dr_name_prefix}-vault-core"
  deletion_window_in_days = var.kms_deletion_window_days
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = merge(local.common_tags, { Name = "${var.dr_name_prefix}-kms-vault", GuardrailsProtected = "true" })
}

resource "aws_kms_alias" "dr" {
  provider = aws.dr
  count    = var.dr_copy_enabled && var.kms_key_kind == "customer" ? 1 : 0

  name          = "alias/${var.dr_name_prefix}-kms-vault"
  target_key_id = aws_kms_key.dr[0].key_id
}
