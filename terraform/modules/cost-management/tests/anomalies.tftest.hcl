# Rows A33, A59 (CKV_LZ_032): anomalies by service and by account, 10 US dollars, at once, over an encrypted topic.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix  = "MM-mgmt-use1"
  account_id   = "111111111111"
  alert_emails = ["finops@example.com"]
  budgets = {
    Management = { account_id = "111111111111", limit_usd = 200 }
    Dev        = { account_id = "222222222222", limit_usd = 100 }
    Prod       = { account_id = "333333333333", limit_usd = 500 }
  }
  common_tags = { Project = "startup-ml", Environment = "mgmt" }
}

run "a33_monitors_by_service_and_by_account" {
  command = plan

  assert {
    condition     = aws_ce_anomaly_monitor.service[0].monitor_type == "DIMENSIONAL" && aws_ce_anomaly_monitor.service[0].monitor_dimension == "SERVICE"
    error_message = "A33: expected a monitor by SERVICE."
  }

  assert {
    condition     = { for name, monitor in aws_ce_anomaly_monitor.account : name => "${monitor.monitor_type} ${jsondecode(monitor.monitor_specification).Dimensions.Key} ${join(",", jsondecode(monitor.monitor_specification).Dimensions.Values)}" } == { Dev = "CUSTOM LINKED_ACCOUNT 222222222222", Management = "CUSTOM LINKED_ACCOUNT 111111111111", Prod = "CUSTOM LINKED_ACCOUNT 333333333333" }
    error_message = "A33: expected a monitor by LINKED_ACCOUNT for each account."
  }
}

run "a33_subscription_immediate_from_10_dollars_to_the_topic" {
  command = plan

  assert {
    condition     = aws_ce_anomaly_subscription.immediate.frequency == "IMMEDIATE" && [for s in aws_ce_anomaly_subscription.immediate.subscriber : s.type] == ["SNS"]
    error_message = "A33: expected IMMEDIATE with an SNS subscriber."
  }

  assert {
    condition     = one(one(aws_ce_anomaly_subscription.immediate.threshold_expression).dimension).key == "ANOMALY_TOTAL_IMPACT_ABSOLUTE" && tolist(one(one(aws_ce_anomaly_subscription.immediate.threshold_expression).dimension).values) == tolist(["10"]) && tolist(one(one(aws_ce_anomaly_subscription.immediate.threshold_expression).dimension).match_options) == tolist(["GREATER_THAN_OR_EQUAL"])
    error_message = "A33: expected anomalies of 10 US dollars or more."
  }

  assert {
    condition     = length(aws_ce_anomaly_subscription.immediate.monitor_arn_list) == 4
    error_message = "A33: expected four monitors: by service and for three accounts."
  }

  assert {
    condition     = [for key, subscription in aws_sns_topic_subscription.email : "${subscription.protocol} ${key}"] == ["email finops@example.com"]
    error_message = "A59: expected a subscriber behind the topic."
  }
}

run "topic_is_encrypted_and_takes_messages_from_two_services" {
  command = plan

  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == aws_kms_key.alerts.arn && aws_kms_key.alerts.enable_key_rotation && aws_kms_key.alerts.deletion_window_in_days == 30
    error_message = "Expected a topic with a customer key that rotates and waits 30 days."
  }

  assert {
    condition = alltrue([for document in [data.aws_iam_policy_document.topic, data.aws_iam_policy_document.key] :
      sort([for s in document.statement : one(one(s.principals).identifiers) if one(s.principals).type == "Service"]) == tolist(["budgets.amazonaws.com", "costalerts.amazonaws.com"])
    ])
    error_message = "Expected exactly budgets and costalerts in the policies of the topic and of its key."
  }

  assert {
    condition = alltrue(flatten([for document in [data.aws_iam_policy_document.topic, data.aws_iam_policy_document.key] :
      [for s in document.statement : one(s.condition).variable == "aws:SourceAccount" && tolist(one(s.condition).values) == tolist(["111111111111"]) if one(s.principals).type == "Service"]
    ]))
    error_message = "Expected aws:SourceAccount for both services."
  }
}

run "existing_service_monitor_is_used" {
  command = plan

  variables {
    existing_service_monitor_arn = "arn:aws:ce::111111111111:anomalymonitor/99999999-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(aws_ce_anomaly_monitor.service) == 0 && contains(aws_ce_anomaly_subscription.immediate.monitor_arn_list, "arn:aws:ce::111111111111:anomalymonitor/99999999-2222-3333-4444-555555555555")
    error_message = "Expected the subscription to hear the monitor that exists, and no second one."
  }
}
