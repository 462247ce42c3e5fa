import { readFileSync } from 'node:fs';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { withoutVerification } from '../../lib/sources/source.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { planQueueing } from '../../lib/translate/plan-queueing.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { aDrain } from '../support/builders/a-drain.ts';
import { aRecord, QUEUE_TIME } from '../support/builders/queue-records.ts';

/** An order in the middle of its life, as version 0.1.0 left it: written by its code against a table and a queue. */
interface History {
  readonly name: string;
  readonly ledger: readonly Record<string, AttributeValue>[];
  readonly toldBefore: readonly { readonly id: string; readonly amount: number }[];
  readonly queued: readonly string[];
  /** What the shop delivers next. */
  readonly webhooks: readonly { readonly topic: string; readonly body: unknown }[];
  readonly toldAfter: readonly number[];
}

const histories = JSON.parse(
  readFileSync(new URL('../recorded/0.1.0/histories.json', import.meta.url), 'utf8'),
) as History[];

let tables: Tables;
let dynamoDb: DynamoDBClient;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const connection = aShopConnection({ purchaseOn: 'created', refundProperties: { df_order_id: 'orderId' } });

function messagesOf({ topic, body }: History['webhooks'][number], index: number): string[] {
  const rawBody = Buffer.from(JSON.stringify(body));
  const deliveryId = `later-${String(index)}`;
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId, isTest: false });
  const news = readDelivery(shopify, delivery, { settings: connection });
  if (news.kind === 'ignored') throw new Error(news.reason);
  const context = {
    connection,
    deliveryId,
    receivedAt: new Date(QUEUE_TIME),
    traceId: 't',
    rawBody,
    requestId: 'r',
  };
  return planQueueing(news, context).events.map((event) => event.body);
}

test.each(histories)('$name: it goes on under the same ids, and nothing is told twice', async (history) => {
  for (const Item of history.ledger)
    await dynamoDb.send(new PutItemCommand({ TableName: tables.ledger, Item }));
  const drain = aDrain({
    ledger: createDynamoDbLedger({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now: () => QUEUE_TIME }),
  });
  let records = 0;
  const record = (body: string) => aRecord({ messageId: `m-${String((records += 1))}`, body });

  let waiting = history.queued.map(record);
  for (const [index, webhook] of [undefined, ...history.webhooks].entries()) {
    if (webhook !== undefined) waiting.push(...messagesOf(webhook, index).map(record));
    const left = await drain.drain(waiting);
    waiting = waiting.filter(({ messageId }) => left.includes(messageId));
  }

  const events = drain.seen.sent.flatMap(({ json }) => json.events);
  const amounts = events.map(({ event_properties }) => {
    const { df_total_purchase_amount: bought, df_total_refund_amount: back = 0 } =
      event_properties as unknown as Readonly<Record<string, number>>;
    return bought ?? -back;
  });
  expect(amounts).toEqual(history.toldAfter);
  expect(waiting).toEqual([]);
  // What comes again is what had no answer, under its own id.
  const again = events.filter((event) => history.toldBefore.some(({ id }) => id === event.event_log_id));
  expect(again).toHaveLength(history.name.includes('without an answer') ? 1 : 0);
  expect(new Set(events.map((event) => event.event_log_id)).size).toBe(events.length);
});
