# GPU nodes: workers of a private EKS cluster that read one prefix of the store and pull images, nothing else.
locals {
  node_policies = {
    eks-worker = "AmazonEKSWorkerNodePolicy"
    ecr-read   = "AmazonEC2ContainerRegistryReadOnly"
  }
}

data "aws_iam_policy_document" "node_trust" {
  statement {
    sid     = "Instances"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "gpu_node" {
  name                 = "${var.name_prefix}-gpu-node"
  path                 = var.role_path
  description          = "GPU nodes: read ${local.bucket_name}/${var.node_prefix}/"
  assume_role_policy   = data.aws_iam_policy_document.node_trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(local.common_tags, { Name = "${var.name_prefix}-gpu-node" })
}

resource "aws_iam_role_policy_attachment" "gpu_node" {
  for_each = local.node_policies

  role       = aws_iam_role.gpu_node.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

data "aws_iam_policy_document" "node_models" {
  statement {
    sid       = "ReadOwnPrefix"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${local.bucket_arn}/${var.node_prefix}/*"]
  }

  statement {
    sid       = "ListOwnPrefix"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = [var.node_prefix, "${var.node_prefix}/*"]
    }
  }
}

# A policy of its own: a plan cannot show it before the key exists, and the reading above need not wait for that.
data "aws_iam_policy_document" "node_key" {
  statement {
    sid       = "DecryptThroughS3"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.models.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${data.aws_region.current.name}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "node_models" {
  name   = "read-models"
  role   = aws_iam_role.gpu_node.id
  policy = data.aws_iam_policy_document.node_models.json
}

resource "aws_iam_role_policy" "node_key" {
  name   = "decrypt-models"
  role   = aws_iam_role.gpu_node.id
  policy = data.aws_iam_policy_document.node_key.json
}

resource "aws_iam_instance_profile" "gpu_node" {
  name = "${var.name_prefix}-gpu-node"
  path = var.role_path
  role = aws_iam_role.gpu_node.name
  tags = merge(local.common_tags, { Name = "${var.name_prefix}-gpu-node" })
}
