"""All handlers by service and operation."""

from __future__ import annotations

from guardrails.rehearsal.answers import (
    accessanalyzer,
    autoscaling,
    backup,
    budgets,
    ce,
    config,
    dynamodb,
    ec2,
    events,
    guardduty,
    iam,
    identitystore,
    kms,
    logs,
    organizations,
    ram,
    s3,
    securityhub,
    servicecatalog,
    sso_admin,
)
from guardrails.rehearsal.answers.state import Answers

ANSWERS: Answers = {
    **accessanalyzer.ANSWERS,
    **autoscaling.ANSWERS,
    **backup.ANSWERS,
    **budgets.ANSWERS,
    **ce.ANSWERS,
    **config.ANSWERS,
    **dynamodb.ANSWERS,
    **ec2.ANSWERS,
    **events.ANSWERS,
    **guardduty.ANSWERS,
    **iam.ANSWERS,
    **identitystore.ANSWERS,
    **kms.ANSWERS,
    **logs.ANSWERS,
    **organizations.ANSWERS,
    **ram.ANSWERS,
    **s3.ANSWERS,
    **securityhub.ANSWERS,
    **servicecatalog.ANSWERS,
    **sso_admin.ANSWERS,
}
