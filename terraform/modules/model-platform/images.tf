# Repositories of inference images: scanned on push, tags never move.
resource "aws_ecr_repository" "this" {
  for_each = var.ecr_repositories

  name                 = each.key
  image_tag_mutability = "IMMUTABLE"
  tags                 = merge(local.common_tags, { Name = "${var.name_prefix}-ecr-${replace(each.key, "/", "-")}" })

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.models.arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.ecr_repositories

  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep the newest ${each.value.keep_images} images"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = each.value.keep_images }
      action       = { type = "expire" }
    }]
  })
}
