# Bucket policies of the store and its copy. Uploads that name no encryption get the bucket's default key; the policy
# refuses those that name another one.
locals {
  stores = merge(
    { main = { bucket_arn = local.bucket_arn, key_arn = aws_kms_key.models.arn } },
    var.replication_enabled ? { dr = { bucket_arn = local.dr_bucket_arn, key_arn = aws_kms_replica_key.dr[0].arn } } : {},
  )

  # Sid -> conditions under which an upload is refused, all of one Sid together.
  refused_uploads = {
    DenyOtherEncryption = [
      { test = "Null", variable = "s3:x-amz-server-side-encryption", value = "false" },
      { test = "StringNotEquals", variable = "s3:x-amz-server-side-encryption", value = "aws:kms" },
    ]
    DenyForeignKey = [
      { test = "Null", variable = "s3:x-amz-server-side-encryption-aws-kms-key-id", value = "false" },
      { test = "StringNotEquals", variable = "s3:x-amz-server-side-encryption-aws-kms-key-id", value = null },
    ]
    # aws:kms without a key is the AWS-managed key aws/s3, not the bucket's default.
    DenyKmsWithoutKey = [
      { test = "StringEquals", variable = "s3:x-amz-server-side-encryption", value = "aws:kms" },
      { test = "Null", variable = "s3:x-amz-server-side-encryption-aws-kms-key-id", value = "true" },
    ]
    DenyCustomerProvidedKey = [
      { test = "Null", variable = "s3:x-amz-server-side-encryption-customer-algorithm", value = "false" },
    ]
  }
}

data "aws_iam_policy_document" "store" {
  for_each = local.stores

  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.bucket_arn, "${each.value.bucket_arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = local.refused_uploads

    content {
      sid       = statement.key
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = ["${each.value.bucket_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      dynamic "condition" {
        for_each = statement.value

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = [condition.value.value == null ? each.value.key_arn : condition.value.value]
        }
      }
    }
  }
}
