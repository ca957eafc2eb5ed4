# Training machines of a team: one above the cap, one that a comment lets through, one whose type the caller says.
provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Project            = "training"
      Environment        = "dev"
      Owner              = "ml"
      CostCenter         = "ml"
      ManagedBy          = "terraform"
      Repository         = "example/training"
      Module             = "training"
      Account            = "Dev"
      DataClassification = "internal"
      Compliance         = "none"
      BackupPolicy       = "none"
      CreatedBy          = "platform-pipeline"
    }
  }
}

variable "instance_type" {
  type = string
}

resource "aws_instance" "big" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
  subnet_id     = "subnet-0123456789abcdef0"

  tags = { Name = "MM-dev-use1-ec2-training" }
}

resource "aws_instance" "vendor" {
  # checkov:skip=CKV_LZ_005:the vendor's image needs sixteen GPUs
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
  subnet_id     = "subnet-0123456789abcdef0"

  tags = { Name = "MM-dev-use1-ec2-vendor" }
}

resource "aws_instance" "asked" {
  ami           = "ami-0123456789abcdef0"
  instance_type = var.instance_type
  subnet_id     = "subnet-0123456789abcdef0"

  tags = { Name = "MM-dev-use1-ec2-asked" }
}
