terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 6.0"
    }
  }
}

provider "aws" {
  region     = "us-east-1"
  access_key = "mock"
  secret_key = "mock"

  default_tags {
    tags = {
      Owner = "platform"
    }
  }
}

variable "changed" {
  description = "false: as created; true: as after an update."
  type        = bool
  default     = false
}
