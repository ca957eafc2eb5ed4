variable "statements" {
  type = list(any)
}

resource "aws_organizations_policy" "guardrails" {
  name = "guardrails"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [for one in var.statements : merge(one, { Effect = "Deny" })]
  })
}
