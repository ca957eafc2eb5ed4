resource "aws_cloudwatch_log_group" "flow" {
  name              = "${var.name_prefix}-logs-flow"
  retention_in_days = var.flow_logs_retention_days
  kms_key_id        = var.flow_logs_kms_key_arn

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-logs-flow" })
}

# Only flow logs of this account and Region may make the service use the role.
data "aws_iam_policy_document" "flow_trust" {
  statement {
    sid     = "FlowLogsOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:ec2:${var.region}:${var.account_id}:vpc-flow-log/*"]
    }
  }
}

data "aws_iam_policy_document" "flow" {
  statement {
    sid       = "WriteToTheFlowLogGroup"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["arn:${data.aws_partition.current.partition}:logs:${var.region}:${var.account_id}:log-group:${var.name_prefix}-logs-flow:*"]
  }

  statement {
    sid       = "FindTheFlowLogGroup"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:${data.aws_partition.current.partition}:logs:${var.region}:${var.account_id}:log-group:*"]
  }
}

# Under /guardrails/, which the SCP self-protection keeps: whoever can change this role can silence the flow logs.
resource "aws_iam_role" "flow" {
  name               = "${var.name_prefix}-role-flow"
  path               = "/guardrails/"
  description        = "Delivers the VPC's flow logs to CloudWatch Logs"
  assume_role_policy = data.aws_iam_policy_document.flow_trust.json

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-role-flow" })
}

resource "aws_iam_role_policy" "flow" {
  name   = "deliver-flow-logs"
  role   = aws_iam_role.flow.id
  policy = data.aws_iam_policy_document.flow.json
}

resource "aws_flow_log" "this" {
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow.arn
  iam_role_arn             = aws_iam_role.flow.arn
  max_aggregation_interval = 600

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-flow" })

  # Without its policy the role delivers nothing, and no call fails.
  depends_on = [aws_iam_role_policy.flow]
}
