import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createErasureKey } from '../connections/erasure-key.ts';
import { createDynamoDbTombstones } from '../erasures/dynamodb-tombstones.ts';
import type { Tombstones } from '../erasures/subject.ts';
import type { OperatorAccess } from './operator-access.ts';

/** A person waits. */
const BUDGET_MS = 10_000;

/** Returns who was erased, as a command sees it. */
export function findTombstones({ config, settingsOf }: OperatorAccess): Tombstones {
  const ssm = new SSMClient(settingsOf('SSM'));
  return createDynamoDbTombstones({
    dynamoDb: new DynamoDBClient(settingsOf('DYNAMODB')),
    table: config.ERASURES_TABLE,
    budgetMs: BUDGET_MS,
    now: Date.now,
    key: createErasureKey({ ssm, name: config.ERASURE_KEY_PARAMETER }).read,
  });
}
