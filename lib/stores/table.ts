import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import * as v from 'valibot';
import { type UnavailableCode, UnavailableError } from '../model/errors.ts';

/** DynamoDB hands out at most 100 items a call. */
const MAX_KEYS = 100;
/** Calls under way at once. The others wait here, because the client warns if they wait there. */
const MAX_CALLS = 50;
/** The wait before keys that were not processed are requested again. It doubles every time. */
const FIRST_WAIT_MS = 25;

/** An item of a table, as DynamoDB writes it. Its key is `id`. */
export type Item = Record<string, AttributeValue>;

export interface TableOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  /** Limits all calls of one piece of work together, including retries and the wait for its turn. */
  readonly budgetMs: number;
}

/** A condition of a write. */
export interface Condition {
  readonly where?: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, AttributeValue>;
}

export interface Change extends Condition {
  readonly set: string;
  /** Return the item as it was before the change, or after it. Default: after it. */
  readonly returns?: 'ALL_OLD' | 'ALL_NEW';
}

/** The calls of one piece of work. A write returns `false` or `undefined` if its condition does not hold. */
export interface TableCalls {
  /** Returns an item as it was written last. */
  readonly get: (id: string) => Promise<Item | undefined>;
  /** Returns the items that exist, in any order. They may be a moment old, at half the price. Ids may repeat. */
  readonly read: (ids: readonly string[]) => Promise<Item[]>;
  readonly put: (item: Item, condition?: Condition) => Promise<boolean>;
  /** Changes or creates an item. Returns `undefined` if the condition does not hold. */
  readonly update: (id: string, change: Change) => Promise<Item | undefined>;
  readonly remove: (id: string, condition?: Condition) => Promise<boolean>;
  /** Returns all items, or those whose id begins with `prefix`. */
  readonly scan: (prefix?: string) => Promise<Item[]>;
}

/** Does a piece of work with a table within its budget. @throws {UnavailableError} it did not succeed in time. */
export type Table = <Result>(work: (calls: TableCalls) => Promise<Result>) => Promise<Result>;

/** Opens a table. `unavailable` describes the error that its calls throw. */
export function openTable(
  { dynamoDb, table, budgetMs }: TableOptions,
  unavailable: { readonly code: UnavailableCode; readonly message: string },
): Table {
  const limit = pLimit(MAX_CALLS);
  return async (work) => {
    // Begins now, so that work that begins together ends together, however much of it waits for its turn.
    const signal = AbortSignal.timeout(budgetMs);
    try {
      return await limit(() => work(callsOf(dynamoDb, table, signal)));
    } catch (cause) {
      throw new UnavailableError(unavailable.message, { code: unavailable.code, cause });
    }
  };
}

function callsOf(dynamoDb: DynamoDBClient, TableName: string, abortSignal: AbortSignal): TableCalls {
  const abort = { abortSignal };
  const keyOf = (id: string) => ({ TableName, Key: { id: { S: id } } });

  /**
   * A table that is throttled processes only some keys, or none. The others are requested again, with exponential
   * back-off and jitter as AWS advises, until the budget is over.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html (read 2026-11-28)
   */
  async function readSome(ids: readonly string[]): Promise<Item[]> {
    let keys: Item[] = ids.map((id) => ({ id: { S: id } }));
    const items: Item[] = [];
    for (let waitMs = FIRST_WAIT_MS; keys.length > 0; waitMs *= 2) {
      const command = new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } });
      const { Responses = {}, UnprocessedKeys = {} } = await dynamoDb.send(command, abort);
      items.push(...(Responses[TableName] ?? []));
      keys = UnprocessedKeys[TableName]?.Keys ?? [];
      if (keys.length > 0)
        await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal: abortSignal });
    }
    return items;
  }

  return {
    async get(id) {
      const command = new GetItemCommand({ ...keyOf(id), ConsistentRead: true });
      return (await dynamoDb.send(command, abort)).Item;
    },
    async read(ids) {
      const distinct = [...new Set(ids)];
      const batches = Array.from({ length: Math.ceil(distinct.length / MAX_KEYS) }, (_, index) =>
        distinct.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
      );
      return (await Promise.all(batches.map(readSome))).flat();
    },
    async put(item, condition = {}) {
      const command = new PutItemCommand({ TableName, Item: item, ...expressionsOf(condition) });
      return (await ifHolds(dynamoDb.send(command, abort))) !== undefined;
    },
    async update(id, { set, returns = 'ALL_NEW', ...condition }) {
      const written = { UpdateExpression: set, ReturnValues: returns, ...expressionsOf(condition) };
      const answer = await ifHolds(dynamoDb.send(new UpdateItemCommand({ ...keyOf(id), ...written }), abort));
      return answer && (answer.Attributes ?? {});
    },
    async remove(id, condition = {}) {
      const command = new DeleteItemCommand({ ...keyOf(id), ...expressionsOf(condition) });
      return (await ifHolds(dynamoDb.send(command, abort))) !== undefined;
    },
    async scan(prefix = '') {
      const filter = { FilterExpression: 'begins_with(id, :prefix)' };
      const values = { ExpressionAttributeValues: { ':prefix': { S: prefix } } };
      const scanned = { TableName, ...(prefix !== '' && { ...filter, ...values }) };
      const items: Item[] = [];
      for await (const { Items = [] } of paginateScan({ client: dynamoDb }, scanned, abort))
        items.push(...Items);
      return items;
    },
  };
}

function expressionsOf({ where, names, values }: Condition) {
  return {
    ...(where !== undefined && { ConditionExpression: where }),
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  };
}

async function ifHolds<Answer>(write: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });

/** Returns the time after which the table may delete an item, in seconds since 1970. `ms` are since 1970, too. */
export const expiry = (ms: number): AttributeValue => number(Math.ceil(ms / 1000));

export const TextAttribute = v.pipe(
  v.object({ S: v.string() }),
  v.transform(({ S }) => S),
);
export const NumberAttribute = v.pipe(
  v.object({ N: v.string() }),
  v.transform(({ N }) => Number(N)),
);
