import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const testConnection = aConnection({ defaultCountry: 'KR' });

let stack: PackagedStack;
let sqs: SQSClient;
let s3: S3Client;

beforeAll(async () => {
  stack = await startPackagedStack({ connections: () => Promise.resolve({ shop: testConnection }) });
  sqs = new SQSClient(localClientSettings(stack.emulator.endpoint));
  s3 = new S3Client({ ...localClientSettings(stack.emulator.endpoint), forcePathStyle: true });
});

afterEach(() => fetch(`${stack.url}/__double/events`, { method: 'DELETE' }));

afterAll(() => stack.stop());

/** Signs a body and posts it, or another one under the same signature. */
async function deliver(body: string, posted = body): Promise<{ status: number; answer: unknown }> {
  const headers = shopify.sign({
    rawBody: Buffer.from(body),
    secret: testConnection.secrets[0] ?? '',
    topic: 'orders/paid',
    shop: testConnection.shop ?? '',
    deliveryId: 'delivery-1',
    now: new Date(),
  });
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/shop`, { headers, body: posted });
  return { status: response.status, answer: await response.json() };
}

/** Delivers an order that must be queued, and returns what the stand-in for Dfinery then holds. */
async function deliverAndSettle(...bodies: string[]) {
  const answers = await Promise.all(bodies.map((body) => deliver(body)));
  for (const { answer } of answers) expect(answer).toMatchObject({ status: 'queued' });
  await expect.poll(() => stack.waiting()).toBe(0);
  return stack.dfinery?.requests() ?? [];
}

async function parkedObjects(): Promise<unknown[]> {
  const bucket = { Bucket: stack.emulator.parkedBucket };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command(bucket));
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '') as unknown;
    }),
  );
}

const purchaseId = (orderId: string, part = 1) =>
  eventLogId({
    source: 'shopify',
    shop: 'example.myshopify.com',
    kind: 'purchase',
    subjectKey: orderId,
    part,
  });

test('A signed order reaches Dfinery as one purchase with exactly these figures', async () => {
  const body = testOrder({ id: '7301648205117' });
  const [request, ...others] = await deliverAndSettle(body);

  expect(others).toEqual([]);
  expect(request?.serviceId).toBe('service-1');
  expect(request?.identity).toEqual({
    external_id: '6120938471650',
    email: 'jiwoo.han@example.com',
    phone_no: '821023456789',
  });
  expect(request?.events).toEqual([
    {
      event_log_id: purchaseId('7301648205117'),
      event_name: 'df_purchase',
      event_datetime: (JSON.parse(body) as { processed_at: string }).processed_at,
      event_items: [
        {
          df_item_id: '8471205936101',
          df_item_name: '🍊 Yuja honey tea 유자차',
          df_price: 30000,
          df_quantity: 2,
          df_discount: 3000,
        },
        {
          df_item_id: '8471205936102',
          df_item_name: 'Porcelain cup',
          df_price: 15000,
          df_quantity: 1,
          df_discount: 0,
        },
      ],
      event_properties: {
        df_order_id: '7301648205117',
        df_total_purchase_amount: 72000,
        df_delivery_charge: 3000,
        df_payment_method: 'toss_payments',
      },
    },
  ]);
  expect(await stack.waiting()).toBe(0);
});

describe('An order is refused, and nothing is queued,', () => {
  test('if one byte was changed after signing', async () => {
    const body = testOrder({ id: '2' });
    const delivered = await deliver(body, body.replace('72000', '12000'));
    await stack.mapping.settled();

    expect(delivered).toEqual({ status: 401, answer: { status: 'unauthorized' } });
    expect(await stack.waiting()).toBe(0);
    expect(stack.dfinery?.requests()).toEqual([]);
  });

  test('if no such connection exists', async () => {
    const response = await fetch(`${stack.url}/webhooks/shopify/nobody`, { method: 'POST', body: '{}' });

    expect(response.status).toBe(404);
    expect(await stack.waiting()).toBe(0);
  });
});

test('Two customers of one batch go out as two requests, each under its own identity', async () => {
  const requests = await deliverAndSettle(
    testOrder({ id: '31', customerId: 310, email: 'ann@example.com' }),
    testOrder({ id: '32', customerId: 320, email: 'bob@example.com' }),
  );

  const sent = requests.map(({ identity, events }) => [identity, events.map((event) => event.event_log_id)]);
  expect(sent).toHaveLength(2);
  expect(sent).toContainEqual([{ external_id: '310', email: 'ann@example.com' }, [purchaseId('31')]]);
  expect(sent).toContainEqual([{ external_id: '320', email: 'bob@example.com' }, [purchaseId('32')]]);
});

test('An order of 120 lines goes out in parts that add up to it', async () => {
  const requests = await deliverAndSettle(testOrder({ id: '4', lines: 120 }));
  const events = requests.flatMap((request) => request.events);
  const totals = events.map((event) => Number(event.event_properties?.['df_total_purchase_amount']));

  expect(events.map((event) => event.event_log_id).sort()).toEqual(
    [purchaseId('4', 1), purchaseId('4', 2)].sort(),
  );
  expect(events.flatMap((event) => event.event_items ?? [])).toHaveLength(120);
  expect(totals.reduce((sum, total) => sum + total, 0)).toBe(120_000);
});

test('Emoji and odd characters of a product name come through unchanged', async () => {
  const title = '🎁 선물 \u0000\u0007 \ud83d \uffff é';
  const [request] = await deliverAndSettle(testOrder({ id: '5', title }));

  expect(request?.events[0]?.event_items?.[0]?.['df_item_name']).toBe(title);
});

test('An unreadable message becomes a dead letter with its reason and harms no other of its batch', async () => {
  const QueueUrl = stack.emulator.eventsQueueUrl;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'not a message of the adapter' }));
  const requests = await deliverAndSettle(testOrder({ id: '6' }));

  expect(requests.flatMap(({ events }) => events.map((event) => event.event_log_id))).toEqual([
    purchaseId('6'),
  ]);
  expect(await stack.waiting()).toBe(0);
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: stack.emulator.deadLetterQueueUrl,
      MessageAttributeNames: ['All'],
    }),
  );
  expect(Messages).toMatchObject([
    {
      Body: 'not a message of the adapter',
      MessageAttributes: { cause: { StringValue: 'message-invalid' }, receives: { StringValue: '1' } },
    },
  ]);
});

test('The same webhook fifty times at once is one event, and another an hour later adds none', async () => {
  const body = testOrder({ id: '61' });
  await Promise.all(Array.from({ length: 50 }, () => deliver(body)));
  await expect.poll(() => stack.waiting()).toBe(0);
  expect(await deliver(body)).toEqual({ status: 200, answer: { status: 'known' } });

  expect(stack.dfinery?.events().map(({ event }) => event.event_log_id)).toEqual([purchaseId('61')]);
});

test('The first sent version of an order stands', async () => {
  await deliverAndSettle(testOrder({ id: '62', lines: 90 }));
  await deliverAndSettle(testOrder({ id: '62', lines: 120 }));

  const events = stack.dfinery?.events() ?? [];
  expect(events.map(({ event }) => event.event_items?.length)).toEqual([90]);
});

test('Orders wait in the queue while Dfinery is unavailable, and are delivered later', async () => {
  stack.dfinery?.play({ code: '50000' }, { fault: 'not-json' }, { fault: 'reset' });
  const orderIds = ['71', '72', '73'];
  await deliverAndSettle(...orderIds.map((id) => testOrder({ id, customerId: Number(id) })));

  await expect
    .poll(() =>
      stack.dfinery
        ?.events()
        .map(({ event }) => event.event_log_id)
        .sort(),
    )
    .toEqual(orderIds.map((id) => purchaseId(id)).sort());
});

test('A verified delivery that cannot be read is parked in full', async () => {
  const body = testOrder({ id: '8' }).replace('"total_price":"72000"', '"total_price":"a lot"');
  const delivered = await deliver(body);

  expect(delivered).toEqual({ status: 200, answer: { status: 'parked' } });
  expect(await parkedObjects()).toMatchObject([
    {
      connection: 'shop',
      headers: { 'x-shopify-topic': 'orders/paid' },
      rawBody: Buffer.from(body).toString('base64'),
      issues: [{ path: 'total_price' }],
    },
  ]);
});

test('Both accounts of all this balance', async () => {
  const count = (name: string) => metricsIn(stack.functions.logs())(name);
  const sum = (...names: string[]) => names.reduce((total, name) => total + count(name), 0);

  expect(count('DeliveryReceived')).toBeGreaterThan(50);
  expect(count('DeliveryReceived')).toBe(
    sum('DeliveryAccepted', 'DeliveryKnown', 'DeliveryIgnored', 'DeliveryParked', 'DeliveryRefused'),
  );
  // What has to be looked at is counted once more, for its alarm.
  expect(metricsIn(stack.functions.logs())('NeedsAttention', 'orders')).toBeGreaterThanOrEqual(
    sum('DeliveryParked', 'EventDead'),
  );
  expect(sum('DeliveryParked', 'EventDead')).toBeGreaterThan(1);
  expect(await stack.waiting()).toBe(0);
  // One message was put into the queue by hand.
  expect(count('EventQueued') + 1).toBe(stack.handedOut.events.messages());
  // What a function wrote last may come a moment after its answer.
  await expect
    .poll(() =>
      sum('EventSent', 'EventDuplicate', 'EventSuperseded', 'EventUntold', 'EventDead', 'EventKept'),
    )
    .toBe(stack.handedOut.events.records());
});

test('A delivery that was queued left one line, which holds its metrics', () => {
  const own = stack.functions.logs().split('\n');
  const queued = own.filter((line) => line.includes('"message":"Delivery queued"'));

  expect(queued.length).toBeGreaterThan(0);
  expect(queued.filter((line) => !line.includes('"DeliveryAccepted":1'))).toEqual([]);
  expect(own.filter((line) => line.startsWith('{"_aws"') && line.includes('DeliveryAccepted'))).toEqual([]);
});

test('What both functions logged of all this names orders, but no person and no secret', () => {
  const logs = stack.functions.logs();

  expect(logs).toContain('7301648205117');
  expect(logs).toContain('"message":"Events sent"');
  const telltale = /example\.com|23456789|2345-6789|Jiwoo|Han\b|-of-the-test/;
  expect(logs.split('\n').filter((line) => telltale.test(line))).toEqual([]);
});
