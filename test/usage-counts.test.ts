import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../infra/cost.ts';
import { type Stack, startStack } from '../infra/local/stack.ts';
import { type Invocation, measured } from '../infra/measured.ts';
import type { PriceName } from '../infra/prices.ts';
import { quietMetrics } from '../infra/quiet-day.ts';
import { deployed, type Scenario } from '../infra/scenario.ts';
import { shopify } from '../lib/sources/shopify/source.ts';
import { aConnection } from './support/builders/a-connection.ts';
import { testOrder } from './support/builders/test-order.ts';
import { type CountedCall, startCountingProxy } from './support/harness/counting-proxy.ts';
import { type PackagedFunctions, startPackagedFunctions } from './support/harness/packaged-functions.ts';
import { postUntilTaken } from './support/harness/post-until-taken.ts';

const connection = aConnection({ source: 'shopify', shop: 'example.myshopify.com' });
const calls: CountedCall[] = [];
const invocations = { receive: 0, drain: 0 };
const stops: (() => Promise<void>)[] = [];
let functions: PackagedFunctions;
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    connections: () => Promise.resolve({ main: connection }),
    environment: {
      POWERTOOLS_SERVICE_NAME: 'dfinery-webhook-adapter-prod',
      POWERTOOLS_METRICS_NAMESPACE: 'DfineryWebhookAdapter',
    },
    longPollSeconds: 0.1,
    startFunctions: async (environment) => {
      const watch = async (url = '') => {
        const { origin, pathname } = new URL(url);
        const proxy = await startCountingProxy(origin, (call) => calls.push(call));
        stops.push(() => proxy.stop());
        return new URL(pathname, proxy.endpoint);
      };
      // A client of SQS sends to the address of the queue.
      const events = await watch(environment['EVENTS_QUEUE_URL']);
      const ledger = await watch(environment['AWS_ENDPOINT_URL_DYNAMODB']);
      functions = await startPackagedFunctions({
        ...environment,
        EVENTS_QUEUE_URL: events.href,
        AWS_ENDPOINT_URL_SQS: events.origin,
        AWS_ENDPOINT_URL_DYNAMODB: ledger.origin,
      });
      return {
        ...functions,
        receive: (event) => {
          invocations.receive += 1;
          return functions.receive(event);
        },
        drain: (event) => {
          invocations.drain += 1;
          return functions.drain(event);
        },
      };
    },
  });
});

afterAll(async () => {
  await stack.stop();
  for (const stop of stops) await stop();
});

const PLACED_AT = new Date(Date.now() - 60_000);

/** Delivers an order that is the same each time but for the time of its last change, in seconds. */
async function deliver(id: string, changedAfter = 0): Promise<unknown> {
  const order = JSON.parse(
    testOrder({ id, customerId: Number(id), email: 'ann@example.com', placedAt: PLACED_AT }),
  ) as object;
  const updated_at = new Date(PLACED_AT.getTime() + changedAfter * 1_000).toISOString();
  const body = JSON.stringify({ ...order, updated_at });
  const headers = shopify.sign({
    rawBody: Buffer.from(body),
    secret: connection.secrets[0] ?? '',
    topic: 'orders/updated',
    shop: connection.shop ?? '',
    deliveryId: randomUUID(),
    now: new Date(),
  });
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/main`, { headers, body });
  return response.json();
}

async function settled(orders: number): Promise<void> {
  await expect.poll(() => stack.dfinery?.events().length).toBe(orders);
  await stack.mapping.settled();
}

/** Forgets what was counted, does some work, and returns what it used. */
async function usageOf(work: () => Promise<void>) {
  calls.length = 0;
  Object.assign(invocations, { receive: 0, drain: 0 });
  const before = Buffer.byteLength(functions.logs());
  await work();
  const units = (of: Readonly<Record<string, (call: CountedCall) => number>>) =>
    calls.reduce((sum, call) => sum + (of[call.operation]?.(call) ?? 0), 0);
  return {
    invocations: invocations.receive + invocations.drain,
    sends: units({ SendMessage: () => 1, SendMessageBatch: () => 1 }),
    // Half a unit for each item, which may be a moment old.
    readUnits: units({ BatchGetItem: ({ input }) => keysIn(input) / 2, GetItem: () => 1 }),
    writeUnits: units({ PutItem: () => 1, UpdateItem: () => 1, DeleteItem: () => 1 }),
    logBytes: Buffer.byteLength(functions.logs()) - before,
  };
}

function keysIn(input: unknown): number {
  const { RequestItems = {} } = input as { RequestItems?: Record<string, { Keys: unknown[] }> };
  return Object.values(RequestItems).reduce((sum, { Keys }) => sum + Keys.length, 0);
}

/** Returns what the cost model counts for an order, of the rows of a price or of one row. */
function modelled(scenario: Partial<Scenario>, price: PriceName, what = /./): number {
  return rowsOf({ ...deployed, ...scenario })
    .filter((row) => row.price === price && row.perOrder !== undefined && what.test(row.what))
    .reduce((sum, { perOrder = 0 }) => sum + perOrder, 0);
}

const bytesOf = ({ infoBytes, otherBytes }: Invocation) => infoBytes + otherBytes;

test('an order of four webhooks over an hour uses what the cost model says', async () => {
  // The first webhook of an environment does not ask the ledger, and its drain remembers what it does once a minute.
  await deliver('1');
  await settled(1);
  const usage = await usageOf(async () => {
    expect(await deliver('2')).toEqual({ status: 'queued', events: 1 });
    await settled(2);
    for (const changedAfter of [1, 2, 3])
      expect(await deliver('2', changedAfter)).toEqual({ status: 'known' });
  });

  expect(usage).toEqual({
    invocations: modelled({}, 'invocations'),
    sends: modelled({}, 'queueRequests', /^send/),
    readUnits: modelled({}, 'ledgerReads'),
    writeUnits: modelled({}, 'ledgerWrites'),
    logBytes: expect.any(Number) as number,
  });
  const logged =
    bytesOf(measured.receiveOrder) + 3 * bytesOf(measured.receiveTold) + bytesOf(measured.drainNew[1]);
  expect(usage.logBytes / logged, `${usage.logBytes} bytes, and ${logged} in infra/measured.ts`).toBeCloseTo(
    1,
    1,
  );
});

test('a day without faults writes the metrics that an idle month is charged for, and no other', () => {
  const written = [...functions.logs().matchAll(/"Name":"(\w+)"/g)].map(([, name = '']) => name);

  // PollLag is of the function that polls.
  expect([...new Set(written), 'PollLag'].sort()).toEqual([...quietMetrics].sort());
});

test('a repeat that this environment queued uses nothing but its invocation', async () => {
  await deliver('3');
  const usage = await usageOf(async () => {
    expect(await deliver('3')).toEqual({ status: 'known' });
  });

  expect(usage).toMatchObject({ sends: 0, readUnits: 0 });
  await settled(3);
});
