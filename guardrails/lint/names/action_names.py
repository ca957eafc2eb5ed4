"""Which action a name that is none was meant to be: operations whose permission has another name, and slips.

Sources (2026-09): https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html and the pages of
the other services beside it, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html,
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from guardrails.catalog.services import close_matches, service
from guardrails.lint.names.spelling import slips_of

_S3: Final = """
CompleteMultipartUpload PutObject
CopyObject PutObject
CreateMultipartUpload PutObject
DeleteBucketAnalyticsConfiguration PutAnalyticsConfiguration
DeleteBucketCors PutBucketCORS
DeleteBucketEncryption PutEncryptionConfiguration
DeleteBucketIntelligentTieringConfiguration PutIntelligentTieringConfiguration
DeleteBucketInventoryConfiguration PutInventoryConfiguration
DeleteBucketLifecycle PutLifecycleConfiguration
DeleteBucketLifecycleConfiguration PutLifecycleConfiguration
DeleteBucketMetricsConfiguration PutMetricsConfiguration
DeleteBucketOwnershipControls PutBucketOwnershipControls
DeleteBucketPublicAccessBlock PutBucketPublicAccessBlock
DeleteBucketReplication PutReplicationConfiguration
DeleteBucketTagging PutBucketTagging
DeleteObjects DeleteObject
DeletePublicAccessBlock PutBucketPublicAccessBlock
GetBucketAccelerateConfiguration GetAccelerateConfiguration
GetBucketAnalyticsConfiguration GetAnalyticsConfiguration
GetBucketEncryption GetEncryptionConfiguration
GetBucketIntelligentTieringConfiguration GetIntelligentTieringConfiguration
GetBucketInventoryConfiguration GetInventoryConfiguration
GetBucketLifecycle GetLifecycleConfiguration
GetBucketLifecycleConfiguration GetLifecycleConfiguration
GetBucketMetricsConfiguration GetMetricsConfiguration
GetBucketNotificationConfiguration GetBucketNotification
GetBucketReplication GetReplicationConfiguration
GetObjectLockConfiguration GetBucketObjectLockConfiguration
GetPublicAccessBlock GetBucketPublicAccessBlock
HeadBucket ListBucket
HeadObject GetObject
ListBuckets ListAllMyBuckets
ListMultipartUploads ListBucketMultipartUploads
ListObjects ListBucket
ListObjectsV2 ListBucket
ListObjectVersions ListBucketVersions
ListParts ListMultipartUploadParts
PutBucketAccelerateConfiguration PutAccelerateConfiguration
PutBucketAnalyticsConfiguration PutAnalyticsConfiguration
PutBucketEncryption PutEncryptionConfiguration
PutBucketIntelligentTieringConfiguration PutIntelligentTieringConfiguration
PutBucketInventoryConfiguration PutInventoryConfiguration
PutBucketLifecycle PutLifecycleConfiguration
PutBucketLifecycleConfiguration PutLifecycleConfiguration
PutBucketMetricsConfiguration PutMetricsConfiguration
PutBucketNotificationConfiguration PutBucketNotification
PutBucketReplication PutReplicationConfiguration
PutObjectLockConfiguration PutBucketObjectLockConfiguration
PutPublicAccessBlock PutBucketPublicAccessBlock
SelectObjectContent GetObject
UploadPart PutObject
UploadPartCopy PutObject
"""

_OTHERS: Final = """
apigateway:Invoke execute-api:Invoke
bedrock:Converse bedrock:InvokeModel
bedrock:ConverseStream bedrock:InvokeModelWithResponseStream
bedrock:StartAsyncInvoke bedrock:InvokeModel
cloudwatch:FilterLogEvents logs:FilterLogEvents
dynamodb:TransactGetItems dynamodb:GetItem
dynamodb:TransactWriteItems dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem
ec2:AssumeRole sts:AssumeRole
ecr:Login ecr:GetAuthorizationToken
iam:AssumeRole sts:AssumeRole
iam:GetCallerIdentity sts:GetCallerIdentity
kms:ReEncrypt kms:ReEncryptFrom kms:ReEncryptTo
lambda:Invoke lambda:InvokeFunction
lambda:InvokeWithResponseStream lambda:InvokeFunction
sqs:ChangeMessageVisibilityBatch sqs:ChangeMessageVisibility
sqs:DeleteMessageBatch sqs:DeleteMessage
sqs:SendMessageBatch sqs:SendMessage
sns:PublishBatch sns:Publish
"""

_IN_PARTIQL: Final = ("dynamodb:executestatement", "dynamodb:batchexecutestatement", "dynamodb:executetransaction")
_BY_PARTIQL: Final = tuple(f"dynamodb:PartiQL{verb}" for verb in ("Select", "Insert", "Update", "Delete"))


def _rows(text: str, prefix: str = "") -> dict[str, tuple[str, ...]]:
    split = (line.split() for line in text.strip().splitlines())
    return {f"{prefix}{name}".lower(): tuple(f"{prefix}{one}" for one in meant) for name, *meant in split}


OPERATIONS: Final[dict[str, tuple[str, ...]]] = {
    **_rows(_S3, "s3:"),
    **_rows(_OTHERS),
    **dict.fromkeys(_IN_PARTIQL, _BY_PARTIQL),
}
"""Operations (lower case) and the actions that AWS checks for them."""

_VERBS: Final = {
    "create": "POST",
    "import": "POST",
    "get": "GET",
    "list": "GET",
    "update": "PATCH",
    "delete": "DELETE",
    "put": "PUT",
    "tag": "PUT",
    "untag": "DELETE",
}
"""API Gateway checks the HTTP method, not the operation."""


def checked_instead(name: str) -> tuple[str, ...]:
    """Return the actions that AWS checks for an operation of that name; empty where the names agree or none exists."""
    prefix, _, bare = name.lower().partition(":")
    plain = bare.strip("*")
    if prefix == "apigateway" and f"{prefix}:{plain}" not in OPERATIONS:
        verb = re.match("|".join(_VERBS), plain)
        return (f"apigateway:{_VERBS[verb[0]]}",) if verb else ()
    return OPERATIONS.get(f"{prefix}:{plain}", ())


_ANOTHER_NAME: Final = frozenset(("lambda:invoke", "iam:assumerole", "ec2:assumerole", "iam:getcalleridentity"))
"""Names outside of S3 (lower case) for exactly what one action allows."""


def is_renamed(name: str) -> bool:
    """Whether the one action that AWS checks instead covers just what `name` says, so that writing it widens nothing.

    `s3:PutBucketEncryption` is only another name. `s3:HeadObject` is not: the action for it reads objects as well.
    """
    meant, bare = checked_instead(name), name.lower().partition(":")[2]
    if len(meant) != 1 or "*" in name:
        return False
    verb = re.match("get|put|list|delete", bare)
    same_verb = verb is not None and meant[0].lower().startswith(f"s3:{verb[0]}")
    return same_verb or name.lower() in _ANOTHER_NAME


@lru_cache(maxsize=1024)
def slips(name: str) -> tuple[str, ...]:
    """Return the actions of the same service that `name` is a typing mistake of; without prefix, of no service."""
    prefix, _, bare = name.partition(":")
    home = service(prefix)
    if home is None or "*" in bare or "?" in bare:
        return ()
    names = [home.actions[each].name.partition(":")[2] for each in home.actions]
    return tuple(f"{home.prefix}:{one}" for one in slips_of(bare, names))


@lru_cache(maxsize=1024)
def resembling(name: str) -> tuple[str, ...]:
    """Return up to three actions that `name` resembles, of its service or with its name in another service."""
    bare = name.partition(":")[2]
    plain = name.replace("*", "").replace("?", "")
    if len(plain.partition(":")[2]) <= 3:  # so short a name resembles too many
        return ()
    elsewhere = close_matches(bare) if bare.isalnum() else ()
    return tuple(dict.fromkeys((*elsewhere, *close_matches(plain))))[:3]
