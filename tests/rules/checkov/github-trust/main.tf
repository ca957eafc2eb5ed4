resource "aws_iam_role" "pass_main" {
  name = "MM-pass-main"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "pass_environment" {
  name = "MM-pass-environment"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:environment:production"
        }
      }
    }]
  })
}

# Every branch of one repository may read.
resource "aws_iam_role" "pass_reads" {
  name = "MM-pass-reads"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringLike = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:*"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "reads" {
  role       = aws_iam_role.pass_reads.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# The organization file names this role: another rule looks at its policies.
resource "aws_iam_role" "pass_plan" {
  name = "MM-github-actions-plan"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringLike = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:*"
        }
      }
    }]
  })
}

data "aws_iam_policy_document" "pull_requests" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/ml-infra:pull_request"]
    }
  }
}

resource "aws_iam_role" "fail_document" {
  name               = "MM-pull-requests"
  assume_role_policy = data.aws_iam_policy_document.pull_requests.json
}

resource "aws_iam_role_policy" "writes" {
  name   = "writes"
  role   = aws_iam_role.fail_document.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }] })
}

resource "aws_iam_role" "fail_branches_write" {
  name = "MM-fail-branches-write"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringLike = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:*"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "branches_write" {
  role       = aws_iam_role.fail_branches_write.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "fail_feature_branch" {
  name = "MM-fail-feature-branch"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/feature"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "feature_branch" {
  role       = aws_iam_role.fail_feature_branch.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "fail_any_repository" {
  name = "MM-fail-any-repository"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringLike = {
          "token.actions.githubusercontent.com:sub" = "repo:*"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_no_subject" {
  name = "MM-fail-no-subject"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_no_audience" {
  name = "MM-fail-no-audience"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_if_exists" {
  name = "MM-fail-if-exists"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringEqualsIfExists = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/main"
        }
      }
    }]
  })
}

# No role of a pipeline.
resource "aws_iam_role" "service" {
  name               = "MM-dev-use1-role-service"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

# What the role may do stands somewhere else.
resource "aws_iam_role" "unknown_access" {
  name = "MM-unknown-access"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
        StringLike = {
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:*"
        }
      }
    }]
  })
}

# The provider puts both conditions into one: any of the two subjects will do.
data "aws_iam_policy_document" "split" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:*"]
    }

    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/ml-infra:ref:refs/heads/main"]
    }
  }
}

resource "aws_iam_role" "fail_split" {
  name               = "MM-fail-split"
  assume_role_policy = data.aws_iam_policy_document.split.json
}

# Checkov leaves out conditions that a `dynamic` block makes in a document.
data "aws_iam_policy_document" "dynamic" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"]
    }

    dynamic "condition" {
      for_each = {
        aud = "sts.amazonaws.com"
        sub = "repo:example/ml-infra:ref:refs/heads/main"
      }

      content {
        test     = "StringEquals"
        variable = "token.actions.githubusercontent.com:${condition.key}"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "hclunknown_dynamic" {
  name               = "MM-hclunknown-dynamic"
  assume_role_policy = data.aws_iam_policy_document.dynamic.json
}

resource "aws_iam_role" "pass_ignoring_case" {
  name = "MM-pass-ignoring-case"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEqualsIgnoreCase = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/main"
        }
      }
    }]
  })
}

# Two wide conditions do not make a narrow one.
resource "aws_iam_role" "fail_two_wide" {
  name = "MM-github-actions-plan-wide"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals             = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike               = { "token.actions.githubusercontent.com:sub" = "repo:*" }
        "ForAnyValue:StringLike" = { "token.actions.githubusercontent.com:sub" = "repo:example/*" }
      }
    }]
  })
}

# The attachment names roles in a list, and issuing certificates is no reading.
resource "aws_iam_role" "fail_attached" {
  name               = "MM-fail-attached"
  assume_role_policy = local.pull_requests
}

resource "aws_iam_policy_attachment" "fail_attached" {
  name       = "administrators"
  roles      = [aws_iam_role.fail_attached.name]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "fail_inline" {
  name               = "MM-fail-inline"
  assume_role_policy = local.pull_requests

  inline_policy {
    name   = "certificates"
    policy = data.aws_iam_policy_document.certificates.json
  }
}

data "aws_iam_policy_document" "certificates" {
  statement {
    actions   = ["acm-pca:IssueCertificate"]
    resources = ["*"]
  }
}

locals {
  pull_requests = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:pull_request"
        }
      }
    }]
  })
}
