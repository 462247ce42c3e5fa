import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureOutput } from '../../infra/local/aws/capture-output.ts';
import { startInProcessFunctions } from '../../infra/local/aws/in-process-functions.ts';
import { createLiveFeed, type RunningFeed } from '../../infra/local/live-feed/create-live-feed.ts';
import { type Stack, startStack } from '../../infra/local/stack.ts';
import type { DeliverySummary, LiveChange } from '../../lib/cli/console/console-api.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { orderLife } from '../support/builders/order-life.ts';
import { testOrder } from '../support/builders/test-order.ts';
import {
  type BigCommerceStore,
  startBigCommerceStore,
} from '../support/doubles/bigcommerce-store/bigcommerce-store.ts';
import { storeOrder } from '../support/doubles/bigcommerce-store/store-order.ts';

const DFINERY_TOKEN = 'dfinery-token-that-nobody-keeps';
const dfinery = { serviceId: 'service-1', accessToken: DFINERY_TOKEN };

let store: BigCommerceStore;
let stack: Stack;
let live: RunningFeed;
let connections: Record<string, ReturnType<typeof aConnection>>;
let deliveries = 0;

beforeAll(async () => {
  store = await startBigCommerceStore();
  connections = {
    main: aConnection({ dfinery, profiles: 'send' }),
    thin: aConnection({
      source: 'bigcommerce',
      shop: store.hash,
      api: { token: store.client.clientSecret },
      dfinery: { ...dfinery, serviceId: 'service-2' },
    }),
  };
  live = createLiveFeed({ connections: () => Promise.resolve(connections) });
  stack = await startStack({
    ...live,
    longPollSeconds: 0.1,
    connections: () => Promise.resolve(connections),
    environment: { BACK_OFF_SECONDS: '1', MAX_BACK_OFF_SECONDS: '1', SHOP_API_BASE_URL: store.url },
    startFunctions: (environment) =>
      startInProcessFunctions(environment, () => undefined, captureOutput(live.onLine)),
  });
  live.attach(stack.dfinery);
});

afterAll(async () => {
  await stack.stop();
  await store.stop();
});

interface Posted {
  readonly topic?: string;
  readonly id?: string;
  readonly body: string;
  readonly secret?: string;
}

/** Posts a signed webhook. Returns the number of its delivery. */
async function post({ topic = 'orders/paid', id = 'main', body, secret }: Posted): Promise<number> {
  const connection = connections[id];
  if (connection === undefined) throw new Error(`no connection ${id}`);
  deliveries += 1;
  const { source, shop = '', secrets } = connection;
  const headers = sources[source as keyof typeof sources].sign({
    rawBody: Buffer.from(body),
    secret: secret ?? secrets[0] ?? '',
    topic,
    shop,
    deliveryId: `delivery-${deliveries}`,
    now: new Date(),
  });
  await fetch(`${stack.url}/webhooks/${source}/${id}`, { method: 'POST', headers, body });
  return live.feed.deliveries()[0]?.number ?? 0;
}

const paid = (id: string, customerId = 7) =>
  testOrder({ id, customerId, email: `${customerId}@example.com`, placedAt: new Date() });

const summary = (number: number): DeliverySummary | undefined => live.feed.delivery(number)?.summary;

async function sent(number: number): Promise<DeliverySummary | undefined> {
  await expect.poll(() => summary(number)?.isSent).toBe(true);
  return summary(number);
}

const requestsOf = (number: number) =>
  (summary(number)?.requests ?? []).map((request) => live.feed.request(request)?.summary);

describe('A delivery', () => {
  test('is shown as it came, and joined with the request by which its order was accepted', async () => {
    const body = paid('1001');
    const number = await post({ body });

    expect(await sent(number)).toMatchObject({
      source: 'shopify',
      connection: 'main',
      topic: 'orders/paid',
      bytes: Buffer.byteLength(body),
      status: 200,
      outcome: 'queued',
      reason: undefined,
      orderId: '1001',
    });
    expect(requestsOf(number)).toMatchObject([
      { call: 'events', serviceId: 'service-1', outcome: 'accepted', code: '20000', orderIds: ['1001'] },
    ]);
    const kept = live.feed.delivery(number);
    expect(kept?.rawBody?.toString()).toBe(body);
    expect(kept?.headers).toMatchObject({ 'x-shopify-topic': 'orders/paid' });
    expect(kept?.answer).toBe('{"status":"queued","events":1}');
    await expect
      .poll(() =>
        live.feed.delivery(number)?.log.map((line) => /(Delivery queued|Events sent)/.exec(line)?.[0]),
      )
      .toEqual(['Delivery queued', 'Events sent']);
  });

  test('that comes again is known, and has no request', async () => {
    const body = paid('1002');
    await sent(await post({ body }));
    const number = await post({ body });

    expect(summary(number)).toMatchObject({ outcome: 'known', orderId: '1002', requests: [] });
  });

  test('that was refused first has both requests', async () => {
    live.feed.setStandIn({ fault: 'none', unregistered: ['df_payment_method'] });
    const number = await post({ body: paid('1003') });
    await expect.poll(() => requestsOf(number).length).toBe(1);
    expect(summary(number)?.isSent).toBe(false);
    live.feed.setStandIn({ fault: 'none', unregistered: [] });
    await sent(number);

    const reason = 'events.0.event_properties.df_payment_method: not registered';
    const requests = requestsOf(number);
    expect(requests[0]).toMatchObject({
      outcome: 'refused',
      code: '40001',
      reasons: [reason],
      orderIds: ['1003'],
    });
    expect(requests.at(-1)).toMatchObject({ outcome: 'accepted', reasons: [] });
  });

  test('that met a fault has it, and is sent once the fault is over', async () => {
    live.feed.setStandIn({ fault: 'reset', unregistered: [] });
    const number = await post({ body: paid('1004') });
    await expect.poll(() => requestsOf(number).length).toBeGreaterThan(0);
    live.feed.setStandIn({ fault: 'none', unregistered: [] });
    await sent(number);

    expect(requestsOf(number).map((request) => request?.outcome)).toEqual(
      expect.arrayContaining(['reset', 'accepted']),
    );
    expect(requestsOf(number).at(-1)?.outcome).toBe('accepted');
  });

  test('of refunds is joined with their request, which names no order itself', async () => {
    const [first, , refunded] = orderLife({ id: '1005', customerId: 7, placedAt: new Date() });
    await sent(await post(first ?? { body: '' }));
    const number = await post(refunded ?? { body: '' });

    expect(await sent(number)).toMatchObject({ orderId: '1005' });
    const requests = requestsOf(number);
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests)
      expect(request).toMatchObject({ outcome: 'accepted', orderIds: ['1005'] });
    const [request = 0] = summary(number)?.requests ?? [];
    expect(JSON.stringify(live.feed.request(request)?.body)).not.toContain('df_order_id');
  });

  test('of a customer is joined with the requests about them, and only the first has any', async () => {
    const body = JSON.stringify({
      id: 9,
      email: '9@example.com',
      first_name: 'Ann',
      updated_at: new Date().toISOString(),
    });
    const [first, second] = [
      await post({ topic: 'customers/update', body }),
      await post({ topic: 'customers/update', body }),
    ];
    await sent(first);
    await sent(second);
    const third = await post({ topic: 'customers/update', body });

    expect(requestsOf(first).map((request) => request?.call)).toEqual(['identities', 'user-profile']);
    expect(await sent(third)).toMatchObject({ requests: [] });
  });

  test('that only names an order is joined once the order was fetched', async () => {
    store.put(storeOrder(105));
    const body = JSON.stringify({
      scope: 'store/order/updated',
      store_id: '1',
      producer: `stores/${store.hash}`,
      data: { type: 'order', id: 105 },
      hash: 'hash',
      created_at: 1,
    });
    const number = await post({ id: 'thin', topic: 'store/order/updated', body });

    expect(summary(number)).toMatchObject({
      outcome: 'queued',
      orderId: '105',
      topic: 'store/order/updated',
    });
    expect(await sent(number)).toMatchObject({ orderId: '105' });
    expect(requestsOf(number)).toMatchObject([{ serviceId: 'service-2', orderIds: ['105'] }]);
  });

  test.each([
    ['with another signature', { body: '{}', secret: 'another' }, 401, 'unauthorized', 'signature-mismatch'],
    ['of a test order', { body: '{"id":1,"test":true}' }, 200, 'ignored', 'test-order'],
    ['that cannot be read', { body: '{"id":' }, 200, 'parked', /JSON/],
  ])('%s says why nothing is sent', async (_name, posted, status, outcome, reason) => {
    const number = await post(posted);

    expect(summary(number)).toMatchObject({ status, outcome, requests: [], isSent: false });
    expect(summary(number)?.reason).toMatch(reason);
  });
});

test('Changes are told at most four times a second, and only what changed', async () => {
  const changes: { readonly at: number; readonly change: LiveChange }[] = [];
  const stop = live.feed.subscribe((change) => changes.push({ at: performance.now(), change }));
  const first = await post({ body: paid('2001') });
  for (let index = 2; index < 20; index += 1) await post({ body: paid(String(2_000 + index)) });
  await sent(first + 18);
  const told = () => changes.flatMap(({ change }) => change.deliveries.map(({ number }) => number));
  await expect.poll(() => new Set(told().filter((number) => number >= first)).size).toBe(19);
  stop();

  // The last ones before may have had news.
  expect(told()).not.toContain(1);
  for (const [index, { at }] of changes.entries()) {
    expect(at - (changes[index - 1]?.at ?? 0)).toBeGreaterThan(200);
  }
});

test('Nothing that is kept has the access token of Dfinery', () => {
  const { feed } = live;
  const kept = [
    ...feed
      .deliveries()
      .map(({ number }) => ({ ...feed.delivery(number), text: String(feed.delivery(number)?.rawBody) })),
    ...feed.requests().map(({ number }) => feed.request(number)),
  ];

  expect(kept.length).toBeGreaterThan(20);
  expect(JSON.stringify(kept)).not.toContain(DFINERY_TOKEN);
});

describe('The stand-in', () => {
  test('has the settings in force, and tells of a change', async () => {
    const changes: LiveChange[] = [];
    const stop = live.feed.subscribe((change) => changes.push(change));
    const settings = { fault: 'quota', unregistered: ['df_order_id'] } as const;
    live.feed.setStandIn(settings);

    expect(live.feed.standIn()).toEqual(settings);
    await expect.poll(() => changes.map(({ standIn }) => standIn)).toEqual([settings]);
    stop();
    live.feed.setStandIn({ fault: 'none', unregistered: [] });
    expect(live.feed.standIn()).toEqual({ fault: 'none', unregistered: [] });
  });
});
