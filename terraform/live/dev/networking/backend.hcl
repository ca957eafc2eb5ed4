bucket         = "mm-terraform-state"
dynamodb_table = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"
encrypt        = true
key            = "networking/dev/dev/terraform.tfstate"
region         = "us-east-1"
