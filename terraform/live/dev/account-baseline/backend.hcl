bucket         = "mm-terraform-state"
dynamodb_table = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"
encrypt        = true
key            = "account-baseline/dev/dev/terraform.tfstate"
region         = "us-east-1"
