resource "aws_organizations_policy" "pass_list" {
  name = "trail"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "KeepTrails", Effect = "Deny", Action = ["cloudtrail:StopLogging", "cloudtrail:Delete*"], Resource = "*" }]
  })
}

resource "aws_organizations_policy" "pass_text" {
  name    = "regions"
  type    = "SERVICE_CONTROL_POLICY"
  content = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Deny",
        "NotAction": ["iam:*", "sts:*"],
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]}}
      }
    }
  JSON
}

data "aws_iam_policy_document" "good" {
  statement {
    effect    = "Deny"
    actions   = ["ec2:RunInstances"]
    resources = ["*"]
  }
}

resource "aws_organizations_policy" "pass_document" {
  name    = "instances"
  content = data.aws_iam_policy_document.good.json
}

resource "aws_organizations_policy" "pass_file" {
  name    = "file"
  content = file("${path.module}/good.json")
}

# An action that resembles none of the service may be newer than what is known.
resource "aws_organizations_policy" "pass_new_action" {
  name    = "new"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ec2:MakeSomethingNew", Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_file" {
  name    = "misspelled"
  content = file("${path.module}/misspelled.json")
}

resource "aws_organizations_policy" "fail_version" {
  name    = "old"
  content = jsonencode({ Version = "2008-10-17", Statement = [{ Effect = "Deny", Action = "ec2:RunInstances", Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_principal" {
  name    = "principal"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "ec2:RunInstances", Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_no_resource" {
  name    = "resource"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ec2:RunInstances" }] })
}

resource "aws_organizations_policy" "fail_letter_case" {
  name    = "case"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ effect = "Deny", Action = "ec2:RunInstances", Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_no_statement" {
  name    = "nothing"
  content = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_organizations_policy" "fail_wildcard_service" {
  name    = "service"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = ["ec*:RunInstances"], Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_misspelled" {
  name    = "slip"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = ["cloudtrail:StopLoging"], Resource = "*" }] })
}

resource "aws_organizations_policy" "fail_too_large" {
  name    = "large"
  content = file("${path.module}/large.json")
}

# Another type has other rules.
resource "aws_organizations_policy" "tags" {
  name    = "tags"
  type    = "TAG_POLICY"
  content = jsonencode({ tags = {} })
}

resource "aws_ssm_parameter" "document" {
  name           = "/policies/scp"
  type           = "String"
  insecure_value = "{}"
}

resource "aws_organizations_policy" "unknown_parameter" {
  name    = "later"
  content = aws_ssm_parameter.document.arn
}
