# Rows A51, A57, A65 (CKV_LZ_027, CKV_LZ_029): what GPU nodes may read, and who reaches inference.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "dr"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix          = "MM-dev-use1"
  account_id           = "222222222222"
  vpc_id               = "vpc-0123456789abcdef0"
  private_subnet_cidrs = ["10.1.10.0/24", "10.1.11.0/24"]
  common_tags          = { Project = "startup-ml", Environment = "dev" }
}

run "a51_node_role_reads_its_own_prefix_only" {
  command = plan

  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.node_models.statement : [for action in s.actions : [for resource in s.resources : "${action} ${resource}"]]]) == ["s3:GetObject arn:aws:s3:::mm-dev-use1-models/inference/*", "s3:GetObjectVersion arn:aws:s3:::mm-dev-use1-models/inference/*", "s3:ListBucket arn:aws:s3:::mm-dev-use1-models"]
    error_message = "A51: expected reading of inference/ and nothing else."
  }

  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.node_models.statement : [for c in s.condition : "${c.variable} ${join(" ", c.values)}"]]) == ["s3:prefix inference inference/*"]
    error_message = "A51: expected listing of inference/ only."
  }

  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.node_key.statement : s.actions]) == ["kms:Decrypt"] && flatten([for s in data.aws_iam_policy_document.node_key.statement : s.resources]) == [aws_kms_key.models.arn] && one(data.aws_iam_policy_document.node_key.statement[0].condition).values == tolist(["s3.us-east-1.amazonaws.com"])
    error_message = "A51: expected decryption with the store's key through S3 only."
  }
}

run "a57_node_role_can_join_a_cluster_and_pull_images" {
  command = plan

  assert {
    condition     = sort([for attachment in aws_iam_role_policy_attachment.gpu_node : attachment.policy_arn]) == tolist(["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"])
    error_message = "A57: expected the policies of an EKS worker and of an image reader."
  }

  assert {
    condition     = aws_iam_role.gpu_node.name == "MM-dev-use1-gpu-node" && aws_iam_role.gpu_node.path == "/workload/" && aws_iam_instance_profile.gpu_node.role == "MM-dev-use1-gpu-node"
    error_message = "Expected the role MM-dev-use1-gpu-node under /workload/ and its instance profile."
  }
}

run "roles_inside_a_boundary_where_given" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"
    replication_enabled      = true
    dr_name_prefix           = "MM-dev-usw2"
  }

  assert {
    condition     = alltrue([for role in [aws_iam_role.gpu_node, aws_iam_role.replication[0]] : role.permissions_boundary == "arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"])
    error_message = "Expected the boundary on both roles."
  }
}

run "a51_inference_takes_443_and_50051_from_private_subnets" {
  command = plan

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.inference : "${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${rule.cidr_ipv4}"]) == toset(["tcp 443-443 10.1.10.0/24", "tcp 443-443 10.1.11.0/24", "tcp 50051-50051 10.1.10.0/24", "tcp 50051-50051 10.1.11.0/24"])
    error_message = "CKV_LZ_029: expected 443 and 50051 from the two private subnets and nothing else."
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_egress_rule.endpoints : "${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${rule.cidr_ipv4}"]) == toset(["tcp 443-443 10.1.10.0/24", "tcp 443-443 10.1.11.0/24"]) && length(aws_vpc_security_group_egress_rule.s3) == 0
    error_message = "A65: expected egress to VPC endpoints only."
  }
}

run "a65_s3_through_its_gateway_endpoint" {
  command = plan

  variables {
    s3_prefix_list_id = "pl-63a5400a"
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.s3[0].prefix_list_id == "pl-63a5400a" && aws_vpc_security_group_egress_rule.s3[0].from_port == 443
    error_message = "A65: expected https to the prefix list of S3."
  }
}

run "images_are_scanned_and_tags_never_move" {
  command = plan

  variables {
    ecr_repositories = { "inference/triton" = { keep_images = 10 } }
  }

  assert {
    condition     = aws_ecr_repository.this["inference/triton"].image_tag_mutability == "IMMUTABLE" && one(aws_ecr_repository.this["inference/triton"].image_scanning_configuration).scan_on_push && one(aws_ecr_repository.this["inference/triton"].encryption_configuration).encryption_type == "KMS"
    error_message = "Expected scan on push, immutable tags and the customer key."
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["inference/triton"].policy).rules[0].selection.countNumber == 10
    error_message = "Expected the newest 10 images to be kept."
  }
}
