# Values that the module refuses.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix   = "MM-mgmt-use1"
  owner_account = { name = "Shared Services", id = "111111111111" }
  share_ou_arns = { Workloads = "arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-workload1" }
  common_tags   = { Project = "startup-ml", Environment = "mgmt" }
}

run "no_portfolio" {
  command = plan

  variables {
    portfolios = {}
  }

  expect_failures = [var.portfolios]
}

run "c14_no_owner" {
  command = plan

  variables {
    owner_account = { name = " ", id = "111111111111" }
  }

  expect_failures = [var.owner_account]
}

run "c17_no_share" {
  command = plan

  variables {
    share_ou_arns = {}
  }

  expect_failures = [var.share_ou_arns]
}

run "c17_share_with_an_account" {
  command = plan

  variables {
    share_ou_arns = { Dev = "222222222222" }
  }

  expect_failures = [var.share_ou_arns]
}

run "product_in_no_portfolio" {
  command = plan

  variables {
    products = { studio = { portfolio = "games", name = "Studio", template_url = "https://b.s3.us-east-1.amazonaws.com/t.yaml", launch_role_name = "MM-catalog" } }
  }

  expect_failures = [var.products]
}

run "template_over_plain_http" {
  command = plan

  variables {
    products = { studio = { portfolio = "model-building", name = "Studio", template_url = "http://b.s3.us-east-1.amazonaws.com/t.yaml", launch_role_name = "MM-catalog" } }
  }

  expect_failures = [var.products]
}

run "launch_role_by_arn" {
  command = plan

  variables {
    products = { studio = { portfolio = "model-building", name = "Studio", template_url = "https://b.s3.us-east-1.amazonaws.com/t.yaml", launch_role_name = "arn:aws:iam::111111111111:role/x" } }
  }

  expect_failures = [var.products]
}

run "principal_of_one_account" {
  command = plan

  variables {
    principals = { x = { portfolio = "model-building", pattern = "arn:aws:iam::111111111111:role/x" } }
  }

  expect_failures = [var.principals]
}
