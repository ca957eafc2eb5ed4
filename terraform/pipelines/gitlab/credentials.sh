#!/bin/sh
# For credential_process: credentials of role/$ROLE in account $ACCOUNT_ID for 900 seconds, as the JSON that AWS SDKs read.
# The SDK calls it again when they expire. https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html (2026-09)
set -eu
AWS_CONFIG_FILE=/dev/null exec aws sts assume-role-with-web-identity \
  --role-arn "arn:aws:iam::${ACCOUNT_ID:?}:role/${ROLE:?}" \
  --role-session-name "gitlab-${CI_PIPELINE_ID:?}" \
  --web-identity-token "${GITLAB_OIDC_TOKEN:?}" \
  --duration-seconds 900 \
  --output json \
  --query '{Version: `1`, AccessKeyId: Credentials.AccessKeyId, SecretAccessKey: Credentials.SecretAccessKey, SessionToken: Credentials.SessionToken, Expiration: Credentials.Expiration}'
