mock_provider "aws" {}

variables {
  name_prefix = "MM-shared-use1"
  common_tags = {
    Project            = "ml-infra"
    Environment        = "shared"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Network"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
  share_principals = { organization = "arn:aws:organizations::111111111111:organization/o-exampleorgid" }
  segments = {
    prod     = { may_reach = ["services", "egress"] }
    nonprod  = { may_reach = ["services"] }
    services = { shared = true }
    egress   = { shared = true }
  }
  attachments = {
    product-a = { segment = "prod", attachment_id = "tgw-attach-1" }
    product-b = { segment = "prod", attachment_id = "tgw-attach-2" }
    test      = { segment = "nonprod", attachment_id = "tgw-attach-3" }
    registry  = { segment = "services", attachment_id = "tgw-attach-4" }
    egress    = { segment = "egress", vpc_id = "vpc-1", subnet_ids = ["subnet-1"], default_route = true }
  }
}

run "e6_all_three_defaults_are_disabled" {
  command = plan

  assert {
    condition     = aws_ec2_transit_gateway.this.default_route_table_association == "disable"
    error_message = "E6: default association must be disable."
  }

  assert {
    condition     = aws_ec2_transit_gateway.this.default_route_table_propagation == "disable"
    error_message = "E6: default propagation must be disable."
  }

  assert {
    condition     = aws_ec2_transit_gateway.this.auto_accept_shared_attachments == "disable"
    error_message = "E6: auto-accept must be disable."
  }

  assert {
    condition = alltrue([for a in aws_ec2_transit_gateway_vpc_attachment.this :
    !a.transit_gateway_default_route_table_association && !a.transit_gateway_default_route_table_propagation])
    error_message = "E6: no attachment may use the default route table."
  }

  assert {
    condition     = aws_ec2_transit_gateway.this.amazon_side_asn == 64512
    error_message = "The default number of the autonomous system is 64512."
  }
}

run "e7_w15_share_is_internal_and_has_a_principal" {
  command = plan

  assert {
    condition     = aws_ram_resource_share.this.allow_external_principals == false
    error_message = "E7: external principals must be refused."
  }

  assert {
    condition     = [for p in aws_ram_principal_association.this : p.principal] == ["arn:aws:organizations::111111111111:organization/o-exampleorgid"]
    error_message = "W15: the share must be associated with the organization."
  }
}

run "e8_workloads_reach_shared_segments_only" {
  command = plan

  assert {
    condition = output.reachability == {
      prod     = tolist(["egress", "services"])
      nonprod  = tolist(["services"])
      services = tolist(["nonprod", "prod"])
      egress   = tolist(["prod"])
    }
    error_message = "E8: found ${jsonencode(output.reachability)}."
  }

  assert {
    condition = output.attachment_reachability == {
      product-a = tolist(["egress", "registry"])
      product-b = tolist(["egress", "registry"])
      test      = tolist(["registry"])
      registry  = tolist(["product-a", "product-b", "test"])
      egress    = tolist(["product-a", "product-b"])
    }
    error_message = "E8: a neighbour in the same segment is out of reach, too; found ${jsonencode(output.attachment_reachability)}."
  }

  assert {
    condition = toset(keys(aws_ec2_transit_gateway_route_table_propagation.this)) == toset([
      "prod<-registry", "prod<-egress", "nonprod<-registry",
      "services<-product-a", "services<-product-b", "services<-test", "egress<-product-a", "egress<-product-b",
    ])
    error_message = "E8: found propagations ${jsonencode(keys(aws_ec2_transit_gateway_route_table_propagation.this))}."
  }

  assert {
    condition = alltrue([for key in keys(aws_ec2_transit_gateway_route_table_propagation.this) :
    !contains(["prod", "nonprod"], split("<-", key)[0]) || !contains(["product-a", "product-b", "test"], split("<-", key)[1])])
    error_message = "C20: no workload attachment is propagated into the route table of a workload segment."
  }
}

run "c18_one_route_table_per_segment_one_association_per_attachment" {
  command = plan

  assert {
    condition     = length(aws_ec2_transit_gateway_route_table.this) == 4 && length(aws_ec2_transit_gateway_route_table_association.this) == 5
    error_message = "C18: expected 4 route tables and 5 associations."
  }

  assert {
    condition     = length(aws_ec2_transit_gateway_vpc_attachment_accepter.this) == 4 && length(aws_ec2_transit_gateway_vpc_attachment.this) == 1
    error_message = "C19: four attachments of other accounts are accepted by name, one is made here."
  }
}

run "c19_central_egress_is_no_detour_to_another_workload" {
  command = plan

  assert {
    condition     = keys(aws_ec2_transit_gateway_route.default) == ["prod"] && aws_ec2_transit_gateway_route.default["prod"].destination_cidr_block == "0.0.0.0/0"
    error_message = "C19: only prod may use the central egress."
  }

  assert {
    condition = toset(keys(aws_ec2_transit_gateway_route.blackhole)) == toset(flatten([for s in ["prod", "nonprod"] :
    ["${s}:10.0.0.0/8", "${s}:172.16.0.0/12", "${s}:192.168.0.0/16"]]))
    error_message = "C19: both workload segments must drop the three private ranges."
  }

  assert {
    condition     = alltrue([for r in aws_ec2_transit_gateway_route.blackhole : r.blackhole])
    error_message = "C19: a blackhole route must drop."
  }
}

run "b24_tags_and_b23_names" {
  command = plan

  assert {
    condition     = aws_ec2_transit_gateway.this.tags.Name == "MM-shared-use1-tgw" && aws_ec2_transit_gateway.this.tags.Module == "transit-network"
    error_message = "B23, B24: found ${jsonencode(aws_ec2_transit_gateway.this.tags)}."
  }

  assert {
    condition     = length(aws_ec2_transit_gateway.this.tags) == 13
    error_message = "B24: expected twelve tags and Name."
  }
}

run "e8_workload_to_workload_is_refused" {
  command = plan

  variables {
    segments = {
      prod     = { may_reach = ["nonprod"] }
      nonprod  = {}
      services = { shared = true }
      egress   = { shared = true }
    }
  }

  expect_failures = [var.segments]
}

run "e8_a_shared_segment_reaches_no_workload_by_itself" {
  command = plan

  variables {
    segments = {
      prod     = {}
      nonprod  = {}
      services = { shared = true, may_reach = ["prod"] }
      egress   = { shared = true }
    }
  }

  expect_failures = [var.segments]
}

run "e8_a_segment_does_not_reach_itself" {
  command = plan

  variables {
    segments = {
      prod     = { may_reach = ["prod"] }
      nonprod  = {}
      services = { shared = true }
      egress   = { shared = true }
    }
  }

  expect_failures = [var.segments]
}

run "w15_a_share_without_principals_is_refused" {
  command = plan

  variables {
    share_principals = {}
  }

  expect_failures = [var.share_principals]
}

run "e7_a_share_with_one_account_is_refused" {
  command = plan

  variables {
    share_principals = { stranger = "444444444444" }
  }

  expect_failures = [var.share_principals]
}

run "c20_an_attachment_needs_a_known_segment" {
  command = plan

  variables {
    attachments = { stray = { segment = "sandbox", attachment_id = "tgw-attach-9" } }
  }

  expect_failures = [var.attachments]
}

run "c19_a_default_route_into_a_workload_is_refused" {
  command = plan

  variables {
    attachments = { product-a = { segment = "prod", attachment_id = "tgw-attach-1", default_route = true } }
  }

  expect_failures = [var.attachments]
}
