import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { boundedCalls } from './bounded-calls.ts';
import type { DynamoDbLedgerOptions } from './dynamodb-ledger.ts';
import { ledgerId } from './ledger.ts';
import { type Item, NumberAttribute, TextAttribute, toExpiry } from './ledger-item.ts';
import { type ProfileLedger, type SentFacts, withoutPrints } from './profile-ledger.ts';
import { MAX_KEYS, readItems } from './read-items.ts';

const FactAttribute = v.pipe(
  v.object({ M: v.object({ at: NumberAttribute, print: TextAttribute }) }),
  v.transform(({ M }) => M),
);
const ProfileItemSchema = v.object({
  owner: v.optional(TextAttribute),
  facts: v.pipe(
    v.optional(v.object({ M: v.record(v.string(), FactAttribute) }), { M: {} }),
    v.transform(({ M }): SentFacts => M),
  ),
});

/**
 * Returns the memory of profiles that is kept in the ledger's table, one item a customer. A claim is a conditional write
 * that returns what stood there before; the end of a lease is compared, never left to the table's own expiry.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html (`ALL_OLD`; read 2026-11-24)
 */
export function createDynamoDbProfileLedger(options: DynamoDbLedgerOptions): ProfileLedger {
  const { dynamoDb, table: TableName, now } = options;
  const bounded = boundedCalls(options.budgetMs);

  /** Returns the item as it was before; `undefined` where the condition did not hold. */
  async function update(
    id: string,
    change: {
      readonly expression: string;
      readonly condition: string;
      readonly values: Record<string, AttributeValue>;
    },
  ): Promise<Item | undefined> {
    const command = new UpdateItemCommand({
      TableName,
      Key: { id: { S: id } },
      UpdateExpression: change.expression,
      ConditionExpression: change.condition,
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: change.values,
      ReturnValues: 'ALL_OLD',
    });
    return write((abort) => dynamoDb.send(command, abort));
  }

  /** As above. */
  async function write(
    send: (abort: { abortSignal: AbortSignal }) => Promise<{ Attributes?: Item | undefined }>,
  ): Promise<Item | undefined> {
    return bounded(async (abort) => {
      try {
        const { Attributes } = await send(abort);
        return Attributes ?? {};
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    });
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
      return new Map(
        items.flat().map((item) => [item['id']?.S ?? '', v.parse(ProfileItemSchema, item).facts]),
      );
    },
    async claim(key, { owner, leaseUntil }) {
      const old = await update(ledgerId(key), {
        expression: 'SET #owner = :owner, leaseUntil = :leaseUntil, expiresAt = :expiresAt',
        condition: 'attribute_not_exists(#owner) OR leaseUntil < :now',
        values: {
          ':owner': { S: owner },
          ':leaseUntil': { N: String(leaseUntil) },
          ':expiresAt': toExpiry(now()),
          ':now': { N: String(now()) },
        },
      });
      if (old === undefined) return undefined;
      const { owner: lost, facts } = v.parse(ProfileItemSchema, old);
      return lost === undefined ? facts : withoutPrints(facts);
    },
    async settle(key, { owner }, facts) {
      const M = Object.fromEntries(
        Object.entries(facts).map(([name, { at, print }]) => [
          name,
          { M: { at: { N: String(at) }, print: { S: print } } },
        ]),
      );
      await update(ledgerId(key), {
        expression: 'SET facts = :facts REMOVE #owner, leaseUntil',
        condition: '#owner = :owner',
        values: { ':facts': { M }, ':owner': { S: owner } },
      });
    },
    async forget(key, { owner }) {
      const command = new DeleteItemCommand({
        TableName,
        Key: { id: { S: ledgerId(key) } },
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': { S: owner } },
      });
      await write((abort) => dynamoDb.send(command, abort));
    },
  };
}
