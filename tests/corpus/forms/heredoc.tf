resource "aws_organizations_policy" "deny_root" {
  name        = "deny-root"
  description = "Nobody works as root"
  type        = "SERVICE_CONTROL_POLICY"

  content = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "DenyRootUser",
          "Effect": "Deny",
          "Action": "*",
          "Resource": "*",
          "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}
        }
      ]
    }
  POLICY
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = "r-ab12"
}
