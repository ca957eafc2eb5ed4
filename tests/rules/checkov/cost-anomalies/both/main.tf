resource "aws_ce_anomaly_monitor" "service" {
  name              = "MM-mgmt-use1-anomaly-service"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_monitor" "dev" {
  name         = "MM-mgmt-use1-anomaly-dev"
  monitor_type = "CUSTOM"

  monitor_specification = jsonencode({
    And            = null
    CostCategories = null
    Dimensions     = { Key = "LINKED_ACCOUNT", MatchOptions = null, Values = ["222222222222"] }
    Not            = null
    Or             = null
    Tags           = null
  })
}

resource "aws_ce_anomaly_subscription" "pass_immediate" {
  name             = "MM-mgmt-use1-anomaly-pass-immediate"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}

resource "aws_ce_anomaly_subscription" "fail_daily" {
  name             = "MM-mgmt-use1-anomaly-fail-daily"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "EMAIL"
    address = "aws+alerts@example.com"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}

resource "aws_ce_anomaly_subscription" "fail_limit" {
  name             = "MM-mgmt-use1-anomaly-fail-limit"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["500"]
    }
  }
}

resource "aws_ce_anomaly_subscription" "fail_percentage" {
  name             = "MM-mgmt-use1-anomaly-fail-percentage"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_PERCENTAGE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}

resource "aws_ce_anomaly_subscription" "fail_no_limit" {
  name             = "MM-mgmt-use1-anomaly-fail-no-limit"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }
}

resource "aws_ssm_parameter" "limit" {
  name           = "/anomalies/limit"
  type           = "String"
  insecure_value = "10"
}

resource "aws_ce_anomaly_subscription" "unknown_limit" {
  name             = "MM-mgmt-use1-anomaly-unknown-limit"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [aws_ssm_parameter.limit.id]
    }
  }
}

# Ten dollars are enough, whatever share of the cost they are.
resource "aws_ce_anomaly_subscription" "pass_either" {
  name             = "MM-mgmt-use1-subscription-either"
  frequency        = "IMMEDIATE"
  monitor_arn_list = ["arn:aws:ce::111111111111:anomalymonitor/11111111-2222-3333-4444-555555555555"]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-cost"
  }

  threshold_expression {
    or {
      dimension {
        key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
        match_options = ["GREATER_THAN_OR_EQUAL"]
        values        = ["10"]
      }
    }

    or {
      dimension {
        key           = "ANOMALY_TOTAL_IMPACT_PERCENTAGE"
        match_options = ["GREATER_THAN_OR_EQUAL"]
        values        = ["40"]
      }
    }
  }
}
