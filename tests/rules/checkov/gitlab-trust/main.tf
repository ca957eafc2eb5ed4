resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}

resource "aws_iam_role" "pass_main" {
  name = "MM-pass-main"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:example/ml-infra:ref_type:branch:ref:main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_wildcard" {
  name = "MM-fail-wildcard"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
        }
        StringLike = {
          "gitlab.com:sub" = "project_path:example/ml-infra:*"
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
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:sub" = "project_path:example/ml-infra:ref_type:branch:ref:main"
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
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_no_branch" {
  name = "MM-fail-no-branch"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:example/ml-infra"
        }
      }
    }]
  })
}

resource "aws_iam_role" "fail_other_audience" {
  name = "MM-fail-other-audience"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "sts.amazonaws.com"
          "gitlab.com:sub" = "project_path:example/ml-infra:ref_type:branch:ref:main"
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

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

data "aws_iam_policy_document" "late" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::222222222222:oidc-provider/gitlab.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "gitlab.com:sub"
      values   = [aws_ssm_parameter.late.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = ["https://gitlab.com"]
    }
  }
}

resource "aws_iam_role" "unknown_subject" {
  name               = "MM-unknown-subject"
  assume_role_policy = data.aws_iam_policy_document.late.json
}
