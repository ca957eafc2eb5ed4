data "aws_iam_policy_document" "guardrails" {
  statement {
    sid       = "KeepTrails"
    effect    = "Deny"
    actions   = ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]
    resources = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/AWSControlTowerExecution"]
    }
  }

  statement {
    sid       = "NoKeyPairs"
    effect    = "Deny"
    actions   = ["ec2:CreateKeyPair", "ec2:ImportKeyPair"]
    resources = ["*"]
  }
}

resource "aws_organizations_policy" "guardrails" {
  name    = "guardrails"
  content = data.aws_iam_policy_document.guardrails.json
}
