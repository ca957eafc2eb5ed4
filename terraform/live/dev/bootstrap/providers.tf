provider "aws" {
  region              = var.home_region
  allowed_account_ids = [var.account_id]

  dynamic "assume_role" {
    for_each = var.assume_role_arn[*]

    content {
      role_arn = assume_role.value
    }
  }
}

provider "aws" {
  alias               = "replica"
  region              = var.replica_region
  allowed_account_ids = [var.account_id]

  dynamic "assume_role" {
    for_each = var.assume_role_arn[*]

    content {
      role_arn = assume_role.value
    }
  }
}
