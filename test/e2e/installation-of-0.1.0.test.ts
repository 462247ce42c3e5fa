import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { createStopList } from '../../infra/local/stop-list.ts';
import { cafe24 } from '../../lib/sources/cafe24/source.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { cafe24Order, webhookOf } from '../support/builders/cafe24-sales.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type Cafe24Double, startCafe24Malls } from '../support/doubles/cafe24-double/cafe24-double.ts';
import { startWritableParameterStore } from '../support/doubles/writable-parameter-store.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';

const ADAPTER = fileURLToPath(new URL('../../lib/cli/adapter.ts', import.meta.url));
const CLOCK = new URL('../support/harness/shift-clock.ts', import.meta.url).href;
const PATH = '/dfinery-webhook-adapter/up';

type Items = readonly Record<string, AttributeValue>[];
interface LetterOrMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Everything that an installation held while Dfinery and a mall were unavailable. The packaged functions and commands of
 * version 0.1.0 wrote it, against another emulator of AWS.
 */
interface Installation {
  readonly writtenAt: string;
  readonly queues: Readonly<
    Record<`${'Events' | 'Fetches' | 'Erasures'}${'' | 'DeadLetter'}Queue`, LetterOrMessage[]>
  >;
  readonly ledger: Items;
  readonly tokens: Items;
  readonly erasures: Items;
  readonly parked: readonly { readonly key: string; readonly body: string }[];
  readonly parameters: readonly { readonly Name: string; readonly Value: string }[];
  readonly told: readonly { readonly id: string }[];
}

const file = new URL('../recorded/0.1.0/installation.json', import.meta.url);
const installation = JSON.parse(await readFile(file, 'utf8')) as Installation;

/** Two minutes later, so that claims and pauses are over. */
const shiftMs = Date.parse(installation.writtenAt) + 120_000 - Date.now();
const now = () => new Date(Date.now() + shiftMs);

const stops = createStopList();
let stack: PackagedStack;
let mall: Cafe24Double;
let folder: string;

beforeAll(async () => {
  const malls = await startCafe24Malls(['upgrademall'], {
    now,
    scopes: ['mall.read_order', 'mall.read_product'],
  });
  mall = stops.add(malls.upgrademall);
  // The tokens that 0.1.0 was given.
  mall.grant();
  for (const id of ['20261120-0000003', '20261120-0000004', '20261120-0000005']) {
    mall.putOrder({
      ...cafe24Order(id, { member: `member-${id}` }),
      order_date: '2026-11-30T09:00:00+09:00',
    });
  }
  const store = stops.add(await startWritableParameterStore());
  for (const { Name, Value } of installation.parameters) store.parameters.set(Name, Value);
  stack = stops.add(
    await startPackagedStack({
      connections: () => Promise.resolve(connections),
      environment: {
        CONNECTIONS_PATH: `${PATH}/connections`,
        ERASURE_KEY_PARAMETER: `${PATH}/erasure-key`,
        AWS_ENDPOINT_URL_SSM: store.url,
        SHOP_API_BASE_URL: mall.url,
        STAND_DOWN_SECONDS: '1',
        NODE_OPTIONS: `--import ${CLOCK}`,
        CLOCK_SHIFT_MS: String(shiftMs),
      },
    }),
  );
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  await writeFile(join(folder, '.local-stack.json'), JSON.stringify(stack.environment));
  await fill(stack);
});

afterAll(async () => {
  await stops.stopAll();
  await rm(folder, { recursive: true });
});

/** Only for the stand-in of Dfinery: the functions read what 0.1.0 stored. */
const connections = {
  main: aConnection({
    profiles: 'send',
    carts: 'send',
    refundProperties: { df_order_id: 'orderId' },
    dfinery: { serviceId: 'service-main', accessToken: 'dfinery-token-of-main' },
  }),
  mall: aConnection({
    source: 'cafe24',
    shop: 'upgrademall',
    carts: 'send',
    api: { clientId: 'client-of-upgrademall', clientSecret: 'secret-of-upgrademall' },
    dfinery: { serviceId: 'service-mall', accessToken: 'dfinery-token-of-mall' },
  }),
};

/** The messages come last: what they need is there by then. */
async function fill({ emulator, tables }: PackagedStack): Promise<void> {
  const dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  for (const table of ['ledger', 'tokens', 'erasures'] as const) {
    for (const Item of installation[table])
      await dynamoDb.send(new PutItemCommand({ TableName: tables[table], Item }));
  }
  dynamoDb.destroy();
  const bucket = s3();
  for (const { key: Key, body: Body } of installation.parked)
    await bucket.send(new PutObjectCommand({ Bucket: emulator.parkedBucket, Key, Body }));
  bucket.destroy();
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  const urls = {
    EventsQueue: emulator.eventsQueueUrl,
    EventsDeadLetterQueue: emulator.deadLetterQueueUrl,
    FetchesQueue: emulator.fetchesQueueUrl,
    FetchesDeadLetterQueue: emulator.fetchesDeadLetterQueueUrl,
    ErasuresQueue: emulator.erasuresQueueUrl,
    ErasuresDeadLetterQueue: emulator.erasuresDeadLetterQueueUrl,
  };
  for (const [queue, QueueUrl] of Object.entries(urls)) {
    for (const { body, attributes } of installation.queues[queue as keyof typeof urls]) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }));
    }
  }
  sqs.destroy();
}

const s3 = () => new S3Client({ ...localClientSettings(stack.emulator.endpoint), forcePathStyle: true });

/** Runs a command at the time of the installation, and returns its exit code. */
async function adapter(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', CLOCK, ADAPTER, ...args, '--local'], {
    cwd: folder,
    env: { ...process.env, CLOCK_SHIFT_MS: String(shiftMs) },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}

async function settle(): Promise<void> {
  for (const queue of ['erasures', 'fetches', 'events'] as const)
    await expect.poll(() => stack.waiting(queue)).toBe(0);
}

async function deliverPaid(body: string): Promise<void> {
  const signing = { topic: 'orders/paid', shop: 'example.myshopify.com', deliveryId: 'later', now: now() };
  const headers = shopify.sign({
    ...signing,
    rawBody: Buffer.from(body),
    secret: 'secret-that-signs-the-webhooks',
  });
  await postUntilTaken(`${stack.url}/webhooks/shopify/main`, { headers, body });
}

async function nameOrder(id: string): Promise<void> {
  const body = webhookOf('upgrademall', id);
  const signing = { topic: '90023', shop: 'upgrademall', deliveryId: '', now: now() };
  const headers = cafe24.sign({
    ...signing,
    rawBody: Buffer.from(body),
    secret: 'key-that-comes-with-webhooks',
  });
  await postUntilTaken(`${stack.url}/webhooks/cafe24/mall`, { headers, body });
}

/** Event, order or product, and amount of everything that Dfinery took since a number of events. */
const told = (since = 0) =>
  (stack.dfinery?.events() ?? []).slice(since).map(({ event }) => {
    const { event_name, event_properties, event_items } = event;
    const properties = event_properties ?? {};
    const about = [properties['df_order_id'], event_items?.[0]?.['df_item_id']].find(
      (id) => typeof id === 'string',
    );
    const amounts = [properties['df_total_purchase_amount'], properties['df_total_refund_amount']];
    const amount = amounts.find((some) => typeof some === 'number');
    return [event_name, about, amount].filter((word) => word !== undefined).join(' ');
  });

test('What waited is told once, and nothing of those who were erased', async () => {
  await settle();

  expect(told().sort()).toEqual([
    'df_add_payment_info',
    'df_add_to_cart 781',
    'df_purchase 2001 72000',
    'df_purchase 2002 72000',
    'df_purchase 2003 72000',
    'df_purchase 20261120-0000002 15000',
    'df_purchase 20261120-0000003 15000',
    'df_refund 1001 27000',
    'df_refund 2003 72000',
    'df_sign_up',
  ]);
  const deleted = stack.dfinery?.customerRequests().filter(({ call }) => call === 'identities/delete') ?? [];
  // Of the other one Dfinery was told by 0.1.0.
  expect(deleted.map(({ identity }) => identity.external_id)).toEqual(['67']);
});

test('What was told before is not told again', async () => {
  const before = told().length;
  // Of somebody who was told, and of somebody who was erased after this order.
  const placedAt = new Date(Date.parse(installation.writtenAt) - 3_600_000);
  await deliverPaid(testOrder({ id: '1001', customerId: 11, email: 'c11@example.com', placedAt }));
  await deliverPaid(testOrder({ id: '6661', customerId: 66, email: 'c66@example.com', placedAt }));
  await settle();

  expect(told(before)).toEqual([]);
});

test('Its tokens open the mall, and are renewed', async () => {
  const before = told().length;
  await nameOrder('20261120-0000004');
  await settle();
  expect(mall.tokensGiven()).toBe(1);

  mall.expireAccess();
  await nameOrder('20261120-0000005');
  await settle();

  expect(mall.tokensGiven()).toBe(2);
  expect(told(before)).toEqual(['df_purchase 20261120-0000004 15000', 'df_purchase 20261120-0000005 15000']);
});

test('A delivery that it parked is replayed, if this version can read it', async () => {
  const before = told().length;

  // One is no order in any version.
  expect(await adapter('parked', 'replay', '--all')).toBe(1);
  await settle();

  expect(told(before)).toEqual(['df_purchase 3001 72000']);
  const { Contents = [] } = await s3().send(
    new ListObjectsV2Command({ Bucket: stack.emulator.parkedBucket }),
  );
  expect(Contents).toHaveLength(1);
});

test('A letter that died there is redriven', async () => {
  const before = told().length;

  expect(await adapter('dead-letters', 'redrive', '--yes')).toBe(0);
  await settle();

  expect(told(before)).toEqual([expect.stringMatching(/^df_purchase 700\d 72000$/)]);
});

test('No event is told twice, of those that it told either', () => {
  const ids = [
    ...installation.told,
    ...(stack.dfinery?.events() ?? []).map(({ event }) => ({ id: event.event_log_id })),
  ];

  expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
});
