# The customer key of the store, multi-Region so that the copy in the DR Region is readable with the same key id.
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

  statement {
    sid       = "NodesReadThroughS3"
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [local.node_role_arn]
    }

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["s3.*.amazonaws.com"]
    }
  }
}

resource "aws_kms_key" "models" {
  description             = "Model artifacts of ${var.name_prefix}"
  deletion_window_in_days = var.kms_deletion_window_days
  enable_key_rotation     = true
  multi_region            = var.kms_multi_region
  policy                  = data.aws_iam_policy_document.key.json

  # audit-trail keeps keys with this tag from deletion.
  tags = merge(local.common_tags, { Name = "${var.name_prefix}-kms-models", GuardrailsProtected = "true" })

  # KMS refuses a policy that names a role which does not exist.
  depends_on = [aws_iam_role.gpu_node]
}

resource "aws_kms_alias" "models" {
  name          = "alias/${var.name_prefix}-kms-models"
  target_key_id = aws_kms_key.models.key_id
}
