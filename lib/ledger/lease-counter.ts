import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { LeaseCounter } from './call-allowance.ts';

/** Windows are of seconds; after so long the table may forget one. */
const REMEMBERED_SECONDS = 60 * 60;

/**
 * Returns the counter that all instances share through the ledger's table, one item a window. `budgetMs` bounds a call as
 * a whole.
 */
export function createLeaseCounter(options: {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  readonly budgetMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): LeaseCounter {
  return {
    async add(window, calls, most) {
      const command = new UpdateItemCommand({
        TableName: options.table,
        Key: { id: { S: `${window}#calls` } },
        UpdateExpression: 'ADD leased :calls SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(leased) OR leased <= :before',
        ExpressionAttributeValues: {
          ':calls': { N: String(calls) },
          ':before': { N: String(most - calls) },
          ':expiresAt': { N: String(Math.ceil(options.now() / 1000) + REMEMBERED_SECONDS) },
        },
      });
      try {
        await options.dynamoDb.send(command, { abortSignal: AbortSignal.timeout(options.budgetMs) });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
