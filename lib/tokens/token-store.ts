import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { UnavailableError } from '../errors.ts';

/** The tokens of a connection as they lie in the table. */
export interface StoredTokens {
  readonly connection: string;
  /** Counts up with every change. */
  readonly version: number;
  readonly sealed: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** The right to refresh, for a time. Milliseconds since 1970. */
export interface RefreshClaim {
  readonly owner: string;
  readonly leaseUntil: number;
}

/** Every method throws `UnavailableError` with `tokens-unavailable` where the table is ill. */
export interface TokenStore {
  /** Returns what was written last, never an older version. */
  read(connection: string): Promise<StoredTokens | undefined>;
  list(): Promise<readonly StoredTokens[]>;
  /** Gives the right to refresh a version to one of those who ask: false where it is another's, or the version is over. */
  claim(connection: string, version: number, claim: RefreshClaim, now: number): Promise<boolean>;
  /** Gives the right back. */
  release(connection: string, owner: string): Promise<void>;
  /** Writes new tokens in the place of a version, and ends the claim. False where that version is over. */
  replace(connection: string, version: number, sealed: string): Promise<boolean>;
  /** Writes tokens in the place of whatever is there. */
  put(connection: string, sealed: string): Promise<void>;
  remove(connection: string): Promise<void>;
}

const ItemSchema = v.pipe(
  v.object({
    id: v.object({ S: v.string() }),
    version: v.object({ N: v.string() }),
    sealed: v.object({ S: v.string() }),
    changedAt: v.object({ N: v.string() }),
  }),
  v.transform(
    ({ id, version, sealed, changedAt }): StoredTokens => ({
      connection: id.S,
      version: Number(version.N),
      sealed: sealed.S,
      changedAt: Number(changedAt.N),
    }),
  ),
);

export interface TokenStoreOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  /** Bounds every call as a whole, retries included. */
  readonly budgetMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Abort = { readonly abortSignal: AbortSignal };

/**
 * Returns the tokens that all instances share. Claims and replacements are conditional writes, so of several instances
 * one refreshes; the end of a lease is compared with the clock.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createTokenStore({
  dynamoDb,
  table: TableName,
  budgetMs,
  now,
}: TokenStoreOptions): TokenStore {
  const keyOf = (connection: string) => ({ TableName, Key: { id: { S: connection } } });

  async function bounded<Result>(call: (abort: Abort) => Promise<Result>): Promise<Result> {
    try {
      return await call({ abortSignal: AbortSignal.timeout(budgetMs) });
    } catch (cause) {
      throw new UnavailableError('The token table did not answer', { code: 'tokens-unavailable', cause });
    }
  }

  function update(connection: string, change: Change): Promise<boolean> {
    return bounded(async (abort) => {
      const command = new UpdateItemCommand({
        ...keyOf(connection),
        UpdateExpression: change.update,
        ...(change.condition !== undefined && { ConditionExpression: change.condition }),
        ...(change.names && { ExpressionAttributeNames: change.names }),
        ExpressionAttributeValues: change.values,
      });
      try {
        await dynamoDb.send(command, abort);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    });
  }

  const written = (sealed: string) => ({
    update: 'SET sealed = :sealed, changedAt = :now REMOVE #owner, leaseUntil ADD version :one',
    names: { '#owner': 'owner' },
    values: { ':sealed': { S: sealed }, ':now': number(now()), ':one': number(1) },
  });

  return {
    read: (connection) =>
      bounded(async (abort) => {
        const command = new GetItemCommand({ ...keyOf(connection), ConsistentRead: true });
        const { Item } = await dynamoDb.send(command, abort);
        return Item && v.parse(ItemSchema, Item);
      }),
    list: () =>
      bounded(async (abort) => {
        const stored: StoredTokens[] = [];
        for await (const { Items = [] } of paginateScan({ client: dynamoDb }, { TableName }, abort)) {
          stored.push(...Items.map((item) => v.parse(ItemSchema, item)));
        }
        return stored;
      }),
    claim: (connection, version, { owner, leaseUntil }, at) =>
      update(connection, {
        update: 'SET #owner = :owner, leaseUntil = :until',
        condition: 'version = :version AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
        names: { '#owner': 'owner' },
        values: {
          ':owner': { S: owner },
          ':until': number(leaseUntil),
          ':version': number(version),
          ':now': number(at),
        },
      }),
    async release(connection, owner) {
      await update(connection, {
        update: 'REMOVE #owner, leaseUntil',
        condition: '#owner = :owner',
        names: { '#owner': 'owner' },
        values: { ':owner': { S: owner } },
      });
    },
    replace(connection, version, sealed) {
      const change = written(sealed);
      const values = { ...change.values, ':version': number(version) };
      return update(connection, { ...change, condition: 'version = :version', values });
    },
    async put(connection, sealed) {
      await update(connection, written(sealed));
    },
    async remove(connection) {
      await bounded((abort) => dynamoDb.send(new DeleteItemCommand(keyOf(connection)), abort));
    },
  };
}

interface Change {
  readonly update: string;
  readonly condition?: string;
  readonly names?: Record<string, string>;
  readonly values: Record<string, AttributeValue>;
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}
