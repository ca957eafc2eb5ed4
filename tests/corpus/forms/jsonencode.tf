resource "aws_organizations_policy" "tags" {
  name = "tags"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "NeedsTags"
        Effect   = "Deny"
        Action   = ["secretsmanager:CreateSecret"]
        Resource = "*"
        Condition = {
          Null = {
            "aws:RequestTag/Project"    = "true"
            "aws:RequestTag/CostCenter" = "true"
          }
        }
      }
    ]
  })
}
