locals {
  boundary = "arn:aws:iam::222222222222:policy/guardrails/MM-boundary"
}

data "aws_iam_policy_document" "github" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"]
    }
  }
}

resource "aws_iam_role" "pass_apply" {
  name                 = "MM-github-actions-apply"
  assume_role_policy   = data.aws_iam_policy_document.github.json
  max_session_duration = 3600
  permissions_boundary = local.boundary
}

resource "aws_iam_policy" "boundary" {
  name   = "MM-boundary"
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"
}

# The boundary is made in the same apply; the duration is an hour when nothing is said.
resource "aws_iam_role" "pass_new_boundary" {
  name                 = "MM-github-actions-plan"
  assume_role_policy   = data.aws_iam_policy_document.github.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

# A plan says nothing of what comes through a local and is late.
locals {
  new_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_role" "pass_new_boundary_by_local" {
  name                 = "MM-github-actions-other"
  assume_role_policy   = data.aws_iam_policy_document.github.json
  permissions_boundary = local.new_boundary
}

resource "aws_iam_role" "fail_long" {
  name                 = "MM-github-actions-nightly"
  assume_role_policy   = data.aws_iam_policy_document.github.json
  max_session_duration = 43200
  permissions_boundary = local.boundary
}

resource "aws_iam_role" "fail_unbounded" {
  name = "MM-gitlab-apply"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
    }]
  })
}

resource "aws_ssm_parameter" "hour" {
  name           = "/sessions/hour"
  type           = "String"
  insecure_value = "3600"
}

resource "aws_iam_role" "unknown_duration" {
  name                 = "MM-github-actions-later"
  assume_role_policy   = data.aws_iam_policy_document.github.json
  max_session_duration = aws_ssm_parameter.hour.version
  permissions_boundary = local.boundary
}

# No pipeline takes it.
resource "aws_iam_role" "instance" {
  name                 = "MM-dev-use1-role-training"
  max_session_duration = 43200
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# The provider is made in the same apply: the keys that are compared tell whose it is.
resource "aws_iam_openid_connect_provider" "new" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "new_provider" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.new.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/infra:ref:refs/heads/main"]
    }
  }
}

resource "aws_iam_role" "fail_new_provider" {
  name                 = "MM-github-actions-new"
  assume_role_policy   = data.aws_iam_policy_document.new_provider.json
  max_session_duration = 43200
  permissions_boundary = local.boundary
}
