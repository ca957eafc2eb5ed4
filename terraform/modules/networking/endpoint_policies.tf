# An endpoint policy grants nothing; it bounds what passes. Own principals reach own resources. Without it a foreign
# access key, used on a machine in the VPC, could carry data into a foreign account.
locals {
  owner_key = var.organization_id == null ? "Account" : "OrgID"
  owner     = var.organization_id == null ? var.account_id : var.organization_id

  # IAM prefix of each service; both ECR endpoints serve the same API actions.
  iam_prefix = { for service in setunion(var.gateway_endpoints, var.interface_endpoints) : service => split(".", service)[0] }

  # Read by those who are not ours: ECR signs the addresses of image layers with its own identity, and dnf on Amazon
  # Linux 2023 reads its repositories without any.
  service_buckets = concat([
    "arn:${data.aws_partition.current.partition}:s3:::prod-${var.region}-starport-layer-bucket",
    "arn:${data.aws_partition.current.partition}:s3:::al2023-repos-${var.region}-de612dc2",
  ], var.service_bucket_arns)
}

data "aws_iam_policy_document" "endpoint" {
  for_each = local.iam_prefix

  statement {
    sid       = "OwnPrincipalsToOwnResources"
    actions   = ["${each.value}:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:Principal${local.owner_key}"
      values   = [local.owner]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:Resource${local.owner_key}"
      values   = [local.owner]
    }
  }

  dynamic "statement" {
    for_each = each.key == "s3" ? [local.service_buckets] : []

    content {
      sid       = "ReadImageLayersAndPackages"
      actions   = ["s3:GetObject"]
      resources = [for arn in statement.value : "${arn}/*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }

  # EKS add-ons (network plugin, DNS, proxy) come from registries that AWS owns.
  dynamic "statement" {
    for_each = each.value == "ecr" && length(var.image_account_ids) > 0 ? [var.image_account_ids] : []

    content {
      sid       = "PullImagesOfOtherAccounts"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = [for id in statement.value : "arn:${data.aws_partition.current.partition}:ecr:${var.region}:${id}:repository/*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:Principal${local.owner_key}"
        values   = [local.owner]
      }
    }
  }

  # A pod (IRSA) or a pipeline has no AWS identity yet when it asks for one; the role it asks for must be ours.
  dynamic "statement" {
    for_each = each.key == "sts" ? [local.owner] : []

    content {
      sid       = "WebIdentitiesToOwnRoles"
      actions   = ["sts:AssumeRoleWithWebIdentity"]
      resources = ["*"]

      principals {
        type        = "Federated"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:Resource${local.owner_key}"
        values   = [statement.value]
      }
    }
  }
}
