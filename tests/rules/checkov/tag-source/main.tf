locals {
  common_tags = {
    Project     = "ml-platform"
    Environment = "dev"
    Owner       = "platform"
  }
}

variable "tags" {
  type    = map(string)
  default = { Project = "ml-platform" }
}

resource "aws_sqs_queue" "pass_merged" {
  name = "MM-dev-use1-sqs-merged"
  tags = merge(local.common_tags, { Name = "MM-dev-use1-sqs-merged", Owner = "research" })
}

resource "aws_sqs_queue" "pass_local" {
  name = "MM-dev-use1-sqs-local"
  tags = local.common_tags
}

resource "aws_sqs_queue" "pass_several_lines" {
  name = "MM-dev-use1-sqs-lines"
  tags = merge(
    var.tags,
    {
      Name  = "MM-dev-use1-sqs-lines"
      Owner = "research"
    },
  )
}

resource "aws_sqs_queue" "pass_some_of_them" {
  name = "MM-dev-use1-sqs-some"
  tags = { for key, value in local.common_tags : key => value if key != "Owner" }
}

# Nothing that the organization asks for; the provider's default tags may hold it.
resource "aws_sqs_queue" "pass_name_only" {
  name = "MM-dev-use1-sqs-name"
  tags = { Name = "MM-dev-use1-sqs-name" }
}

# One differs from the default tags on purpose.
resource "aws_sqs_queue" "pass_override" {
  name = "MM-dev-use1-sqs-override"
  tags = { Environment = "test", Name = "MM-dev-use1-sqs-override" }
}

resource "aws_sqs_queue" "untagged" {
  name = "MM-dev-use1-sqs-untagged"
}

resource "aws_sqs_queue" "fail_own_map" {
  name = "MM-dev-use1-sqs-own"
  tags = {
    Project     = "ml-platform"
    Environment = "dev"
    Owner       = "platform"
  }
}

# A value that comes from elsewhere makes no source of the map.
resource "aws_sqs_queue" "fail_own_keys" {
  name = "MM-dev-use1-sqs-keys"
  tags = { Project = local.common_tags["Project"], Owner = "me", Name = "MM-dev-use1-sqs-keys" }
}

resource "aws_sqs_queue" "fail_merged_maps" {
  name = "MM-dev-use1-sqs-maps"
  tags = merge({ "Environment" = "dev" }, { Owner = "me", Name = "MM-dev-use1-sqs-maps" })
}
