# The secret has no version here: an operator puts the auth key once, so that no state and no plan ever holds it.
resource "aws_secretsmanager_secret" "router" {
  count = var.router_enabled ? 1 : 0

  name                    = local.secret_name
  description             = "Auth key of the Tailscale subnet router of ${var.name_prefix}"
  kms_key_id              = var.secret_kms_key_arn
  recovery_window_in_days = var.secret_recovery_days

  tags = merge(local.common_tags, { Name = local.secret_name })
}

data "aws_iam_policy_document" "router_trust" {
  statement {
    sid     = "InstancesOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "router" {
  count = var.router_enabled ? 1 : 0

  # The six characters that AWS appends are not known before the apply; written so, a plan shows the whole policy.
  statement {
    sid       = "ReadTheAuthKey"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["arn:${data.aws_partition.current.partition}:secretsmanager:${var.region}:${var.account_id}:secret:${local.secret_name}-??????"]
  }

  # The AWS managed key needs no grant, a customer key does.
  dynamic "statement" {
    for_each = var.secret_kms_key_arn == null ? [] : [var.secret_kms_key_arn]

    content {
      sid       = "DecryptTheAuthKey"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${var.region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "router" {
  count = var.router_enabled ? 1 : 0

  name               = "${var.name_prefix}-role-router"
  description        = "Lets the Tailscale router read its auth key and nothing else"
  assume_role_policy = data.aws_iam_policy_document.router_trust.json

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-role-router" })
}

resource "aws_iam_role_policy" "router" {
  count = var.router_enabled ? 1 : 0

  name   = "read-auth-key"
  role   = aws_iam_role.router[0].id
  policy = data.aws_iam_policy_document.router[0].json
}

resource "aws_iam_instance_profile" "router" {
  count = var.router_enabled ? 1 : 0

  name = "${var.name_prefix}-profile-router"
  role = aws_iam_role.router[0].name

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-profile-router" })
}
