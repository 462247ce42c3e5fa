import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from './ledger-item.ts';

/** DynamoDB hands out at most 100 items a call. */
export const MAX_KEYS = 100;

/** Returns the items of at most `MAX_KEYS` ids that are there. What DynamoDB did not get round to is asked for again. */
export async function readItems(
  { dynamoDb, table }: { readonly dynamoDb: DynamoDBClient; readonly table: string },
  ids: readonly string[],
  abort: { readonly abortSignal: AbortSignal },
): Promise<Item[]> {
  let keys: Record<string, AttributeValue>[] = ids.map((id) => ({ id: { S: id } }));
  const items: Item[] = [];
  // Until the budget's signal ends it.
  while (keys.length > 0) {
    const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } });
    const { Responses = {}, UnprocessedKeys = {} } = await dynamoDb.send(command, abort);
    items.push(...(Responses[table] ?? []));
    keys = UnprocessedKeys[table]?.Keys ?? [];
  }
  return items;
}
