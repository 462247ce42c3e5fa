import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { boundedCalls } from './bounded-calls.ts';
import {
  type Claim,
  type ClaimAnswer,
  type Ledger,
  type LedgerPart,
  ledgerId,
  standingOf,
} from './ledger.ts';
import { fromItem, toExpiry, toItem, toPartAttribute } from './ledger-item.ts';
import { MAX_KEYS, readItems } from './read-items.ts';

export interface DynamoDbLedgerOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  /** Bounds every method as a whole, retries included. */
  readonly budgetMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns the ledger that is kept in a DynamoDB table. Claims are conditional writes, so of several instances one gets
 * each part; the end of a lease is compared, never left to the table's own expiry, which may be days late.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createDynamoDbLedger(options: DynamoDbLedgerOptions): Ledger {
  const { dynamoDb, table: TableName, now } = options;
  const bounded = boundedCalls(options.budgetMs);

  async function tryWrite(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** The usual case in one write: nothing is remembered of the order. */
  function claimFirst(part: LedgerPart, claim: Claim, abort: { abortSignal: AbortSignal }): Promise<boolean> {
    const Item = toItem(part, claim, now());
    const command = { TableName, Item, ConditionExpression: 'attribute_not_exists(id)' };
    return tryWrite(() => dynamoDb.send(new PutItemCommand(command), abort));
  }

  function claimFurther(
    part: LedgerPart,
    claim: Claim,
    abort: { abortSignal: AbortSignal },
  ): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName,
      Key: { id: { S: ledgerId(part) } },
      UpdateExpression: 'SET parts = :parts, #total = :total, states.#part = :claim, expiresAt = :expiresAt',
      // The same rule as `standingOf`, decided by the table.
      ConditionExpression:
        '(size(states) = :none OR (parts = :parts AND #total = :total)) AND (' +
        'attribute_not_exists(states.#part) OR states.#part.#state = :uncertain OR ' +
        '(states.#part.#state = :claimed AND states.#part.leaseUntil < :now))',
      ExpressionAttributeNames: { '#part': String(part.part), '#total': 'total', '#state': 'state' },
      ExpressionAttributeValues: {
        ':parts': { N: String(part.parts) },
        ':total': { S: part.total },
        ':claim': toPartAttribute(part, claim, { state: 'claimed', at: now() }),
        ':expiresAt': toExpiry(now()),
        ':none': { N: '0' },
        ':uncertain': { S: 'uncertain' },
        ':claimed': { S: 'claimed' },
        ':now': { N: String(now()) },
      },
    });
    return tryWrite(() => dynamoDb.send(command, abort));
  }

  /** Writes to a part that is still this owner's; another's is left alone. */
  async function writeOwn(
    part: LedgerPart,
    claim: Claim,
    update: { readonly expression: string; readonly values?: Record<string, AttributeValue> },
  ): Promise<void> {
    const command = new UpdateItemCommand({
      TableName,
      Key: { id: { S: ledgerId(part) } },
      UpdateExpression: update.expression,
      ConditionExpression: 'states.#part.#owner = :owner',
      ExpressionAttributeNames: { '#part': String(part.part), '#owner': 'owner' },
      ExpressionAttributeValues: { ...update.values, ':owner': { S: claim.owner } },
    });
    await bounded((abort) => tryWrite(() => dynamoDb.send(command, abort)));
  }

  async function refusalOf(part: LedgerPart, abort: { abortSignal: AbortSignal }): Promise<ClaimAnswer> {
    const Key = { id: { S: ledgerId(part) } };
    const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }), abort);
    const standing = standingOf(Item && fromItem(Item), part, now());
    // Let go in this very moment: the next receive gets it.
    return standing === 'free' ? 'claimed-elsewhere' : standing;
  }

  return {
    async read(keys) {
      const ids = [...new Set(keys.map(ledgerId))];
      const batches = Array.from({ length: Math.ceil(ids.length / MAX_KEYS) }, (_, index) =>
        ids.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
      );
      const items = await Promise.all(
        batches.map((batch) => bounded((abort) => readItems(options, batch, abort))),
      );
      return new Map(items.flat().map((item) => [item['id']?.S ?? '', fromItem(item)]));
    },
    claim: (part, claim) =>
      bounded(async (abort) => {
        if (await claimFirst(part, claim, abort)) return 'claimed';
        if (await claimFurther(part, claim, abort)) return 'claimed';
        return refusalOf(part, abort);
      }),
    markSent: (part, claim) => {
      const sent = toPartAttribute(part, claim, { state: 'sent', at: now() });
      return writeOwn(part, claim, { expression: 'SET states.#part = :sent', values: { ':sent': sent } });
    },
    markUncertain: (part, claim) => {
      const uncertain = toPartAttribute(part, claim, { state: 'uncertain', at: now() });
      return writeOwn(part, claim, {
        expression: 'SET states.#part = :value',
        values: { ':value': uncertain },
      });
    },
    release: (part, claim) => writeOwn(part, claim, { expression: 'REMOVE states.#part' }),
    forget: async (key) => {
      const command = new DeleteItemCommand({ TableName, Key: { id: { S: ledgerId(key) } } });
      await bounded((abort) => dynamoDb.send(command, abort));
    },
  };
}
