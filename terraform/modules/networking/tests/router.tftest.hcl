# Rows A25-A29, A37, W11, CKV_LZ_021, CKV_LZ_022, CKV_LZ_023: the Tailscale subnet router.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 3 }
  }
}

variables {
  name_prefix             = "MM-dev-use1"
  account_id              = "222222222222"
  region                  = "us-east-1"
  vpc_id                  = "vpc-0123456789abcdef0"
  vpc_cidr                = "10.1.0.0/16"
  private_subnet_ids      = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }
  private_subnet_cidrs    = { a = "10.1.10.0/24", b = "10.1.11.0/24" }
  private_route_table_ids = { shared = "rtb-0123456789abcdef0" }
  router_ami_id           = "ami-0123456789abcdef0"
  common_tags             = { Project = "ml", Environment = "dev", BackupPolicy = "daily" }
}

run "always_one_router_in_private_subnets_A25_A28" {
  command = plan

  assert {
    condition     = aws_autoscaling_group.router[0].min_size == 1 && aws_autoscaling_group.router[0].max_size == 1 && aws_autoscaling_group.router[0].desired_capacity == 1
    error_message = "A25: one, always."
  }

  assert {
    condition     = aws_autoscaling_group.router[0].health_check_type == "EC2" && aws_autoscaling_group.router[0].health_check_grace_period == 300
    error_message = "A28: a dead router is replaced."
  }

  assert {
    condition     = aws_autoscaling_group.router[0].vpc_zone_identifier == toset(["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"])
    error_message = "A25: in the private subnets."
  }

  assert {
    condition     = aws_launch_template.router[0].instance_type == "t3.micro" && tostring(aws_launch_template.router[0].network_interfaces[0].associate_public_ip_address) == "false"
    error_message = "A25, A29: t3.micro without a public address."
  }

  assert {
    condition     = aws_launch_template.router[0].metadata_options[0].http_tokens == "required" && tostring(aws_launch_template.router[0].block_device_mappings[0].ebs[0].encrypted) == "true"
    error_message = "IMDSv2 and an encrypted volume."
  }

  assert {
    condition     = alltrue([for tag in aws_autoscaling_group.router[0].tag : tag.propagate_at_launch]) && toset([for tag in aws_autoscaling_group.router[0].tag : tag.key]) == toset(["Project", "Environment", "BackupPolicy", "Module", "Name"])
    error_message = "The group hands all tags on."
  }

  assert {
    condition     = alltrue([for spec in aws_launch_template.router[0].tag_specifications : spec.tags.BackupPolicy == "none" && spec.tags.Module == "networking"])
    error_message = "Instance, volume and interface carry the tags; a router needs no backup."
  }
}

run "the_auth_key_stays_in_secrets_manager_CKV_LZ_022" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret.router[0].name == "MM-dev-use1-secret-tailscale" && aws_secretsmanager_secret.router[0].recovery_window_in_days == 7
    error_message = "A25: the secret of the auth key."
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.router[0].user_data), "get-secret-value --region us-east-1 --secret-id MM-dev-use1-secret-tailscale")
    error_message = "A25: the router fetches the key at boot."
  }

  assert {
    condition     = can(regex("until aws secretsmanager get-secret-value[^;]*timeout [0-9]+ [^;]*tailscale up [^;]*; do sleep", base64decode(aws_launch_template.router[0].user_data)))
    error_message = "A25: with a key that is missing, expired or revoked the router asks again; it neither ends nor waits for ever."
  }

  assert {
    condition     = !strcontains(base64decode(aws_launch_template.router[0].user_data), "tskey-")
    error_message = "CKV_LZ_022: no literal key."
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.router[0].user_data), "--advertise-routes=10.1.0.0/16 ")
    error_message = "A25: the router advertises the VPC's range."
  }

  assert {
    condition     = length(data.aws_iam_policy_document.router[0].statement) == 1 && data.aws_iam_policy_document.router[0].statement[0].actions == toset(["secretsmanager:GetSecretValue"])
    error_message = "A25: the role reads its secret and does nothing else."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.router[0].statement[0].resources) == "arn:aws:secretsmanager:us-east-1:222222222222:secret:MM-dev-use1-secret-tailscale-??????"
    error_message = "A25: this one secret of this account and Region."
  }
}

run "a_customer_key_adds_decryption_through_secrets_manager_only" {
  command = plan

  variables { secret_kms_key_arn = "arn:aws:kms:us-east-1:222222222222:key/mrk-11111111222222223333333344444444" }

  assert {
    condition = (
      data.aws_iam_policy_document.router[0].statement[1].actions == toset(["kms:Decrypt"])
      && one(data.aws_iam_policy_document.router[0].statement[1].condition).variable == "kms:ViaService"
    )
    error_message = "kms:Decrypt, and only through Secrets Manager."
  }
}

run "nothing_comes_in_and_three_ports_go_out_A27" {
  command = plan

  assert {
    condition = { for name, rule in aws_vpc_security_group_egress_rule.router_internet : name => "${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${rule.cidr_ipv4}" } == {
      https     = "tcp 443-443 0.0.0.0/0"
      wireguard = "udp 41641-41641 0.0.0.0/0"
      stun      = "udp 3478-3478 0.0.0.0/0"
    }
    error_message = "A27: registration, tunnels and STUN."
  }

  assert {
    condition     = { for zone, rule in aws_vpc_security_group_egress_rule.router_grpc : rule.cidr_ipv4 => rule.from_port } == { "10.1.10.0/24" = 50051, "10.1.11.0/24" = 50051 }
    error_message = "A26: gRPC to the private subnets only."
  }
}

run "the_ACL_opens_two_ports_of_the_private_subnets_A26" {
  command = plan

  assert {
    condition = jsondecode(output.tailscale_acl).acls == [{
      action = "accept"
      src    = ["autogroup:member"]
      proto  = "tcp"
      dst    = ["10.1.10.0/24:443,50051", "10.1.11.0/24:443,50051"]
    }]
    error_message = "A26: exactly the private ranges and two ports."
  }

  assert {
    condition     = jsondecode(output.tailscale_acl).autoApprovers.routes == { "10.1.0.0/16" = ["tag:subnet-router"] }
    error_message = "A28: a replaced router's route needs nobody's approval."
  }
}

run "without_a_schedule_the_router_never_sleeps" {
  command = plan

  assert {
    condition     = length(aws_autoscaling_schedule.stop) == 0 && length(aws_autoscaling_schedule.start) == 0
    error_message = "Off unless asked for."
  }
}

run "dev_sleeps_from_20_to_8_A37_W11" {
  command = plan

  variables {
    router_schedule_enabled   = true
    router_schedule_time_zone = "America/New_York"
  }

  assert {
    condition = (
      aws_autoscaling_schedule.stop[0].recurrence == "0 20 * * *" && aws_autoscaling_schedule.stop[0].time_zone == "America/New_York"
      && aws_autoscaling_schedule.stop[0].min_size == 0 && aws_autoscaling_schedule.stop[0].max_size == 0 && aws_autoscaling_schedule.stop[0].desired_capacity == 0
    )
    error_message = "A37: stopped at 20:00."
  }

  assert {
    condition = (
      aws_autoscaling_schedule.start[0].recurrence == "0 8 * * *" && aws_autoscaling_schedule.start[0].time_zone == "America/New_York"
      && aws_autoscaling_schedule.start[0].min_size == 1 && aws_autoscaling_schedule.start[0].max_size == 1 && aws_autoscaling_schedule.start[0].desired_capacity == 1
    )
    error_message = "A37: started at 08:00."
  }
}

run "without_a_router_nothing_of_it_is_left" {
  command = plan

  variables {
    router_enabled          = false
    router_ami_id           = null
    router_schedule_enabled = true

    router_schedule_time_zone = "UTC"
  }

  assert {
    condition = (
      length(aws_autoscaling_group.router) + length(aws_launch_template.router) + length(aws_secretsmanager_secret.router)
      + length(aws_iam_role.router) + length(aws_security_group.router) + length(aws_vpc_security_group_egress_rule.router_internet)
      + length(aws_vpc_security_group_egress_rule.router_grpc) + length(aws_autoscaling_schedule.stop)
    ) == 0
    error_message = "router_enabled = false leaves endpoints only."
  }
}

run "W11_schedule_without_a_time_zone" {
  command = plan
  variables { router_schedule_enabled = true }
  expect_failures = [var.router_schedule_time_zone]
}

run "router_without_an_image" {
  command = plan
  variables { router_ami_id = null }
  expect_failures = [var.router_ami_id]
}

run "ACL_for_everybody" {
  command = plan
  variables { acl_sources = ["*"] }
  expect_failures = [var.acl_sources]
}

run "cron_with_six_fields" {
  command = plan
  variables { router_stop_cron = "0 20 * * ? *" }
  expect_failures = [var.router_stop_cron]
}

run "minimal_example_is_dev" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = module.networking.interface_endpoint_addresses == 5
    error_message = "W14: five billed addresses."
  }
}

run "complete_example_is_prod" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = module.networking.interface_endpoint_addresses == 14
    error_message = "A31: seven endpoints in two zones."
  }

  assert {
    condition     = jsondecode(output.tailscale_acl).acls[0].dst == ["10.2.10.0/24:443,50051", "10.2.11.0/24:443,50051"]
    error_message = "A26: prod's private subnets."
  }
}

# Ids exist only after an apply, here in the mock.
run "the_only_ingress_rule_belongs_to_the_endpoints_CKV_LZ_021" {
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.endpoints[0].security_group_id == aws_security_group.endpoints[0].id
      && aws_vpc_security_group_ingress_rule.endpoints[0].security_group_id != aws_security_group.router[0].id
    )
    error_message = "CKV_LZ_021: nothing may reach the router from outside."
  }

  assert {
    condition     = aws_autoscaling_group.router[0].launch_template[0].version == tostring(aws_launch_template.router[0].latest_version)
    error_message = "CKV_LZ_006: the group pins the template's version."
  }
}

run "null_means_the_default" {
  command = plan

  variables {
    router_instance_type      = null
    router_stop_cron          = null
    router_start_cron         = null
    router_schedule_enabled   = true
    router_schedule_time_zone = "UTC"
    interface_endpoints       = []
  }

  assert {
    condition = (
      aws_launch_template.router[0].instance_type == "t3.micro"
      && aws_autoscaling_schedule.stop[0].recurrence == "0 20 * * *"
      && aws_autoscaling_schedule.start[0].recurrence == "0 8 * * *"
    )
    error_message = "A root may pass null for what the organization file leaves open."
  }

  assert {
    condition     = length(aws_security_group.endpoints) == 0 && output.interface_endpoint_addresses == 0
    error_message = "No interface endpoint, no security group for them."
  }
}
