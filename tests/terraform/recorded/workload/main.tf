# Types that the landing zone does not use: curated rows that no other recording has mended.
locals {
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ec2.amazonaws.com", "eks.amazonaws.com", "sagemaker.amazonaws.com", "lambda.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_vpc" "this" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "this" {
  for_each = { a = "10.20.1.0/24", b = "10.20.2.0/24" }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "us-east-1${each.key}"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "this" {
  name        = "workload"
  description = "Workload"
  vpc_id      = aws_vpc.this.id

  ingress {
    from_port   = var.changed ? 8443 : 443
    to_port     = var.changed ? 8443 : 443
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [var.changed ? "10.20.0.0/16" : "0.0.0.0/0"]
  }
}

resource "aws_iam_role" "this" {
  name               = "workload"
  path               = "/app/"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_user" "this" {
  name = "workload"
  path = var.changed ? "/app/" : "/"
}

resource "aws_iam_access_key" "this" {
  user   = aws_iam_user.this.name
  status = var.changed ? "Inactive" : "Active"
}

resource "aws_ebs_volume" "this" {
  availability_zone = "us-east-1a"
  size              = var.changed ? 20 : 10
  type              = "gp3"
}

resource "aws_ebs_snapshot" "this" {
  volume_id = aws_ebs_volume.this.id
}

resource "aws_launch_configuration" "this" {
  name          = "workload"
  image_id      = "ami-12c6146b"
  instance_type = "t3.micro"
}

resource "aws_instance" "this" {
  ami           = "ami-12c6146b"
  instance_type = var.changed ? "t3.small" : "t3.micro"
  subnet_id     = aws_subnet.this["a"].id

  vpc_security_group_ids  = [aws_security_group.this.id]
  disable_api_termination = false
}

resource "aws_volume_attachment" "this" {
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.this.id
  instance_id = aws_instance.this.id
}

resource "aws_sqs_queue" "this" {
  name                       = "workload"
  visibility_timeout_seconds = var.changed ? 60 : 30
}

resource "aws_ssm_parameter" "this" {
  name  = "/workload/size"
  type  = "String"
  value = var.changed ? "two" : "one"
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "workload"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = "not-a-secret"
}

resource "aws_s3_bucket" "this" {
  bucket        = "recording-workload"
  force_destroy = true
}

resource "aws_s3_object" "this" {
  bucket  = aws_s3_bucket.this.bucket
  key     = "one"
  content = var.changed ? "two" : "one"
}

resource "aws_lb" "this" {
  name               = "workload"
  internal           = true
  load_balancer_type = "application"
  subnets            = [for one in aws_subnet.this : one.id]
  security_groups    = [aws_security_group.this.id]
  idle_timeout       = var.changed ? 120 : 60
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = var.changed ? 81 : 80
  protocol          = "HTTP"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_ecs_cluster" "this" {
  name = "workload"

  setting {
    name  = "containerInsights"
    value = var.changed ? "enabled" : "disabled"
  }
}

resource "aws_ecs_task_definition" "this" {
  family                = "workload"
  container_definitions = jsonencode([{ name = "app", image = "app", memory = 128, essential = true }])
}

resource "aws_efs_file_system" "this" {
  creation_token = "workload"
}

resource "aws_route53_zone" "this" {
  name = "workload.example.com"
}

resource "aws_route53_record" "this" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "app.workload.example.com"
  type    = "A"
  ttl     = var.changed ? 60 : 300
  records = ["10.20.1.10"]
}

resource "aws_db_instance" "this" {
  identifier          = "workload"
  engine              = "postgres"
  instance_class      = var.changed ? "db.t4g.small" : "db.t4g.micro"
  allocated_storage   = 20
  username            = "admin1"
  password            = "not-a-secret"
  skip_final_snapshot = true
  apply_immediately   = true
}

resource "aws_eks_cluster" "this" {
  name     = "workload"
  role_arn = aws_iam_role.this.arn

  vpc_config {
    subnet_ids = [for one in aws_subnet.this : one.id]
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "workload"
  node_role_arn   = aws_iam_role.this.arn
  subnet_ids      = [for one in aws_subnet.this : one.id]

  scaling_config {
    desired_size = 1
    max_size     = var.changed ? 2 : 1
    min_size     = 1
  }
}

resource "aws_sagemaker_notebook_instance" "this" {
  name          = "workload"
  instance_type = "ml.t3.medium"
  role_arn      = aws_iam_role.this.arn
}
