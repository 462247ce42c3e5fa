import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { UnavailableError } from '../errors.ts';

/** DynamoDB hands out at most 100 items a call. */
const MAX_KEYS = 100;

export interface ErasuresTable {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  /** Bounds every call as a whole, retries included. */
  readonly budgetMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type Item = Record<string, AttributeValue>;
export type Abort = { readonly abortSignal: AbortSignal };

/** Makes a call within the budget. @throws {UnavailableError} `erasures-unavailable`. */
export async function bounded<Result>(
  budgetMs: number,
  call: (abort: Abort) => Promise<Result>,
): Promise<Result> {
  try {
    return await call({ abortSignal: AbortSignal.timeout(budgetMs) });
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError('Erasures could not be looked up', { code: 'erasures-unavailable', cause });
  }
}

/** Reads items by their ids, in any order; those that are not there are missing. Ids may repeat. */
export async function readItems(
  { dynamoDb, table }: ErasuresTable,
  ids: readonly string[],
  abort: Abort,
): Promise<Item[]> {
  const distinct = [...new Set(ids)];
  const items: Item[] = [];
  for (let start = 0; start < distinct.length; start += MAX_KEYS) {
    let keys: Item[] = distinct.slice(start, start + MAX_KEYS).map((id) => ({ id: { S: id } }));
    // What DynamoDB did not get round to is asked for again, until the budget's signal ends it.
    while (keys.length > 0) {
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } });
      const { Responses = {}, UnprocessedKeys = {} } = await dynamoDb.send(command, abort);
      items.push(...(Responses[table] ?? []));
      keys = UnprocessedKeys[table]?.Keys ?? [];
    }
  }
  return items;
}

/** Makes a conditional write. False where its condition does not hold. */
export async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Returns when the table may forget an item, in seconds since 1970 as its expiry wants it. */
export function expiryOf(from: number, days: number): AttributeValue {
  return { N: String(Math.ceil(from / 1000) + days * 24 * 60 * 60) };
}

/** What is written to an item, where its condition holds. */
export interface Change {
  readonly set: string;
  readonly where?: string;
  readonly names?: Record<string, string>;
  readonly values: Record<string, AttributeValue>;
}

/** Changes an item, or makes it, and returns all of it. */
export async function updateItem(
  { dynamoDb, table: TableName }: ErasuresTable,
  id: string,
  { change, abort }: { readonly change: Change; readonly abort: Abort },
): Promise<Item | undefined> {
  const command = new UpdateItemCommand({
    TableName,
    Key: { id: { S: id } },
    UpdateExpression: change.set,
    ...(change.where !== undefined && { ConditionExpression: change.where }),
    ...(change.names && { ExpressionAttributeNames: change.names }),
    ExpressionAttributeValues: change.values,
    ReturnValues: 'ALL_NEW',
  });
  return (await dynamoDb.send(command, abort)).Attributes;
}

/** Returns a number as DynamoDB writes it. */
export function number(value: number): AttributeValue {
  return { N: String(value) };
}
