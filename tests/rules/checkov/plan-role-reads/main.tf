resource "aws_iam_role" "pass_plan" {
  name               = "MM-github-actions-plan"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "fail_managed" {
  name                = "MM-github-actions-plan-managed"
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/PowerUserAccess"]
}

# Other roles may write.
resource "aws_iam_role" "apply" {
  name               = "MM-github-actions-apply"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "apply" {
  role       = aws_iam_role.apply.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy_attachment" "pass_reads" {
  role       = aws_iam_role.pass_plan.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy_attachment" "pass_by_name" {
  role       = "MM-github-actions-plan"
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

resource "aws_iam_role_policy_attachment" "fail_writes" {
  role       = aws_iam_role.pass_plan.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}

resource "aws_iam_policy" "own" {
  name   = "own"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ec2:Describe*", "ec2:CreateTags"], Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "fail_own" {
  role       = aws_iam_role.pass_plan.name
  policy_arn = aws_iam_policy.own.arn
}

resource "aws_iam_role_policy" "pass_inline" {
  name   = "pass-inline"
  role   = aws_iam_role.pass_plan.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket", "dynamodb:GetItem", "kms:Decrypt", "iam:Get*"], Resource = "*" }] })
}

resource "aws_iam_role_policy" "fail_inline" {
  name   = "fail-inline"
  role   = aws_iam_role.pass_plan.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["iam:PassRole"], Resource = "*" }] })
}

resource "aws_iam_role_policy" "fail_token" {
  name   = "fail-token"
  role   = aws_iam_role.pass_plan.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:GetFederationToken"], Resource = "*" }] })
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_iam_role_policy_attachment" "unknown_policy" {
  role       = aws_iam_role.pass_plan.name
  policy_arn = aws_ssm_parameter.late.arn
}
