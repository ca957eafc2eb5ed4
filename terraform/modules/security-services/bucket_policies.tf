locals {
  bucket_arns = { for key, bucket in local.log_buckets : key => "arn:${local.partition}:s3:::${bucket.name}" }

  member_trail_arns = [
    for id in sort(var.member_trail_account_ids) : "arn:${local.partition}:cloudtrail:*:${id}:trail/*"
  ]
}

data "aws_iam_policy_document" "tls_only" {
  for_each = local.bucket_arns

  statement {
    sid       = "DenyWithoutTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value, "${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# Paths and conditions: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html (2026-11).
# aws:SourceOrgID for both services: https://docs.aws.amazon.com/controltower/latest/userguide/logging-s3-audit-bucket.html (2026-11).
data "aws_iam_policy_document" "trail_bucket" {
  source_policy_documents = [data.aws_iam_policy_document.tls_only["trail"].json]

  statement {
    sid       = "CheckAclForTrail"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.bucket_arns["trail"]]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = concat([local.trail_arn], local.member_trail_arns)
    }
  }

  statement {
    sid     = "WriteOrganizationTrail"
    actions = ["s3:PutObject"]
    resources = [
      "${local.bucket_arns["trail"]}/AWSLogs/${var.management_account_id}/*",
      "${local.bucket_arns["trail"]}/AWSLogs/${var.organization_id}/*",
    ]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  dynamic "statement" {
    for_each = length(var.member_trail_account_ids) > 0 ? ["members"] : []

    content {
      sid       = "WriteMemberTrails"
      actions   = ["s3:PutObject"]
      resources = [for id in sort(var.member_trail_account_ids) : "${local.bucket_arns["trail"]}/AWSLogs/${id}/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = local.member_trail_arns
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceOrgID"
        values   = [var.organization_id]
      }

      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-acl"
        values   = ["bucket-owner-full-control"]
      }
    }
  }
}

# https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html (2026-11): where the bucket policy
# does not admit a recorder's role from another account, Config delivers as its service principal.
data "aws_iam_policy_document" "config_bucket" {
  source_policy_documents = [data.aws_iam_policy_document.tls_only["config"].json]

  statement {
    sid       = "CheckBucketForConfig"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.bucket_arns["config"]]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceOrgID"
      values   = [var.organization_id]
    }
  }

  statement {
    sid       = "WriteConfig"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arns["config"]}/AWSLogs/*/Config/*"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceOrgID"
      values   = [var.organization_id]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}
