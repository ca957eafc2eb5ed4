resource "aws_ecr_repository" "pass_models" {
  name                 = "mm-dev-use1-models"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_repository" "fail_silent" {
  name = "mm-dev-use1-silent"
}

resource "aws_ecr_repository" "fail_mutable" {
  name                 = "mm-dev-use1-mutable"
  image_tag_mutability = "MUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_repository" "fail_unscanned" {
  name                 = "mm-dev-use1-unscanned"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = false
  }
}

resource "aws_ecr_repository_policy" "pass_own" {
  repository = aws_ecr_repository.pass_models.name
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::333333333333:root" }, Action = "ecr:BatchGetImage" }] })
}

resource "aws_ecr_repository_policy" "pass_organization" {
  repository = aws_ecr_repository.pass_models.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } }
    }]
  })
}

resource "aws_ecr_repository_policy" "fail_everybody" {
  repository = aws_ecr_repository.pass_models.name
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }] })
}

resource "aws_ecr_registry_policy" "fail_stranger" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = ["arn:aws:iam::999999999999:root"] }, Action = "ecr:ReplicateImage", Resource = "*" }] })
}

resource "aws_ecr_replication_configuration" "pass_prod" {
  replication_configuration {
    rule {
      destination {
        region      = "us-west-2"
        registry_id = "333333333333"
      }
    }
  }
}

resource "aws_ecr_replication_configuration" "fail_stranger" {
  replication_configuration {
    rule {
      destination {
        region      = "us-west-2"
        registry_id = "333333333333"
      }
      destination {
        region      = "us-west-2"
        registry_id = "999999999999"
      }
    }
  }
}

resource "aws_ecr_replication_configuration" "fail_abroad" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-west-1"
        registry_id = "333333333333"
      }
    }
  }
}

resource "aws_ssm_parameter" "policy" {
  name           = "/images/policy"
  type           = "String"
  insecure_value = "{}"
}

resource "aws_ecr_repository_policy" "unknown_parameter" {
  repository = aws_ecr_repository.pass_models.name
  policy     = aws_ssm_parameter.policy.arn
}

resource "aws_ecr_repository_policy" "fail_any_organization" {
  repository = aws_ecr_repository.pass_models.name
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage", Condition = { StringLike = { "aws:PrincipalOrgID" = "o-*" } } }] })
}
