import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeMessage, type Message } from '../../lib/queue/message.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { shopline } from '../../lib/sources/shopline/source.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { createListingDriver, orderIdsOf } from '../conformance/listing-driver.ts';
import { aConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aDrain } from '../support/builders/a-drain.ts';
import { aFetch, fetchRecords, foundShop } from '../support/builders/a-fetch.ts';
import { aRecord, QUEUE_TIME } from '../support/builders/queue-records.ts';
import { toWebhook } from '../support/doubles/shopline-shop/shopline-order.ts';
import { type ShoplineShop, startShoplineShop } from '../support/doubles/shopline-shop/shopline-shop.ts';
import { startOperatedAdapter } from '../support/harness/operated-adapter.ts';

const MINUTE = 60_000;
const SHOP = 'example.myshopline.com';
const SECRET = 'secret-of-the-app';
const settings = mappingSettings({ source: 'shopline', shop: SHOP });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

describe('what was paid back', () => {
  let shop: ShoplineShop;
  let fetching: ReturnType<typeof aFetch>;
  let drain: ReturnType<typeof aDrain>;

  beforeEach(async () => {
    fetching = aFetch();
    const { clock } = fetching;
    shop = await startShoplineShop({ now: () => clock.now });
    stops.push(() => shop.stop());
    Object.assign(fetching.ports, { ask: createAskShop(new URL(shop.url), 500) });
    drain = aDrain();
  });

  /** A signed webhook of an order as it is now, or of its newest refund. */
  function webhook(topic: string, orderId: string) {
    const order = shop.get(orderId);
    const body = topic.startsWith('refunds/') ? (order['refunds'] as unknown[]).at(-1) : toWebhook(order);
    const rawBody = Buffer.from(JSON.stringify(body));
    const signing = { rawBody, secret: SECRET, topic, shop: SHOP, deliveryId: 'd-1', now: new Date() };
    const request = { headers: shopline.sign(signing), rawBody };
    const verdict = shopline.verify(
      shopline.readHeaders(request),
      { secrets: [SECRET], shop: SHOP },
      new Date(),
    );
    if (!verdict.valid) throw new Error(verdict.reason);
    const reading = readDelivery(shopline, verdict.delivery, { settings });
    return reading.kind === 'references' ? reading.references : [];
  }

  /** Fetches what webhooks name, as often as it takes. Returns how many rounds that were. */
  async function fetchAll(references: ReturnType<typeof webhook>, everyRound = () => {}) {
    const { clock } = fetching;
    const ageMs = QUEUE_TIME - clock.now;
    let left = fetchRecords(references.map((reference) => ({ source: 'shopline', ageMs, ...reference })));
    const found = (id: string) => foundShop(id, { source: 'shopline', shop: SHOP });
    const client = () => ({ kind: 'found', value: shop.client }) as const;
    let rounds = 0;
    for (; left.length > 0 && rounds < 100; rounds += 1) {
      everyRound();
      const hidden = fetching.seen.hidden.length;
      const failed = new Set(await fetching.fetch(left, { shop: found, client }));
      left = left.filter(({ messageId }) => failed.has(messageId));
      const waits = fetching.seen.hidden.slice(hidden).map(({ seconds }) => seconds);
      clock.now += Math.max(0, ...waits) * 1_000;
    }
    return rounds;
  }

  /** Drains what was queued. Returns the amounts at Dfinery in sending order; refunds are negative. */
  async function told(): Promise<number[]> {
    const queued = fetching.seen.queued.splice(0) as Message[];
    await drain.drain(
      queued.map((message, index) =>
        aRecord({ messageId: `m-${index}-${message.subjectKey}`, body: encodeMessage(message) }),
      ),
    );
    return drain.seen.sent.flatMap(({ json }) =>
      json.events.map(({ event_properties: properties }) => {
        const { df_total_purchase_amount: bought, df_total_refund_amount: back = 0 } =
          properties as unknown as Record<string, number>;
        return bought ?? -back;
      }),
    );
  }

  test('arrives once, whichever of its webhooks come, how often, and in what order', async () => {
    const id = shop.place({ total: '10000' });
    shop.refund(id, '1000');
    const first = [...webhook('refunds/create', id), ...webhook('orders/updated', id)];
    shop.refund(id, '2500');
    const second = [...webhook('orders/updated', id), ...webhook('refunds/create', id)];
    await fetchAll([...second, ...first]);
    await told();
    await fetchAll([...first, ...second]);

    expect(await told()).toEqual([10_000, -1_000, -2_500]);
  });

  test('of an order that was sent and archived since is found where its webhook says that it is', async () => {
    const id = shop.place({ total: '10000' });
    shop.refund(id, '4000');
    shop.touch(id);
    shop.touch(id);
    await fetchAll(webhook('orders/updated', id));

    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('is parked, with an alarm, if the API does not show the order for a quarter of an hour', async () => {
    const id = shop.place();
    shop.refund(id, '4000');
    const references = webhook('refunds/create', id);
    shop.touch(id);
    const begun = fetching.clock.now;
    await fetchAll(references);

    expect(fetching.clock.now - begun).toBeGreaterThan(14 * MINUTE);
    expect(fetching.clock.now - begun).toBeLessThan(32 * MINUTE);
    expect(fetching.seen.parked).toHaveLength(1);
    expect(fetching.seen.parked[0]?.issues).toEqual([{ path: 'id', message: expect.any(String) as string }]);
  });

  test('is waited for if the API does not show the refund yet', async () => {
    const id = shop.place({ total: '10000' });
    const before = shop.get(id);
    shop.refund(id, '4000');
    const references = webhook('refunds/create', id);
    const after = shop.get(id);
    shop.put(before);
    let rounds = 0;
    await fetchAll(references, () => {
      rounds += 1;
      if (rounds === 3) shop.put(after);
    });

    expect(fetching.telemetry.counts).toMatchObject({ 'FetchKept:behind': 2 });
    expect(await told()).toEqual([10_000, -4_000]);
  });

  test.each([
    [{ status: 429, retryAfterSeconds: 7 }],
    [{ status: 429 }],
    [{ status: 503 }],
    [{ status: 500 }],
    ['hang'],
    ['reset'],
    ['half-a-body'],
    ['html'],
  ] as const)('arrives once after %j', async (fault) => {
    const id = shop.place();
    shop.refund(id, '4000');
    shop.misbehave(fault, fault);
    const rounds = await fetchAll(webhook('refunds/create', id));

    expect(rounds).toBeGreaterThan(1);
    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('ten minutes of 429 delay it, and the shop is asked twice a minute at most', async () => {
    const id = shop.place({ total: '10000' });
    shop.refund(id, '4000');
    const begun = fetching.clock.now;
    shop.misbehaveAlways({ status: 429 });
    await fetchAll(webhook('refunds/create', id), () => {
      if (fetching.clock.now - begun >= 10 * MINUTE) shop.misbehaveAlways(undefined);
    });

    expect(await told()).toEqual([10_000, -4_000]);
    expect(shop.requests().filter(({ status }) => status === 429).length).toBeLessThanOrEqual(20);
    expect(fetching.clock.now - begun).toBeLessThan(25 * MINUTE);
    expect(fetching.seen.buried).toEqual([]);
  });

  test('of an order that is paid back once more between its webhook and the fetch is told whole, once', async () => {
    const id = shop.place({ total: '10000' });
    shop.refund(id, '1000');
    const before = webhook('refunds/create', id);
    shop.refund(id, '2500');
    await fetchAll(before);
    await told();
    await fetchAll(webhook('refunds/create', id));

    expect(await told()).toEqual([10_000, -1_000, -2_500]);
  });

  test('waits while the token is another one, and no order dies of it', async () => {
    const id = shop.place();
    shop.refund(id, '4000');
    shop.replaceToken();
    let rounds = 0;
    await fetchAll(webhook('refunds/create', id), () => {
      rounds += 1;
      if (rounds === 4) Object.assign(shop.client, { clientSecret: 'another-token-of-the-shop' });
    });

    expect(fetching.telemetry.counts).toMatchObject({ 'FetchKept:misconfigured': 3 });
    expect(fetching.seen.buried).toEqual([]);
    expect(await told()).toEqual([10_000, -4_000]);
  });
});

test('a list waits while its token is refused in the middle, and then goes on there', async () => {
  const shop = await startShoplineShop({ maxRows: 10 });
  stops.push(() => shop.stop());
  const ids = Array.from({ length: 25 }, (_, index) => shop.place({ at: Date.now() - index * 1_000 }));
  const driver = createListingDriver({
    source: shopline,
    url: shop.url,
    shop: SHOP,
    client: shop.client,
    settings,
  });
  const [list] = driver.lists;
  if (list === undefined) throw new Error('SHOPLINE has a list');
  const cursor = list.begin({ from: new Date(Date.now() - 60 * MINUTE), now: new Date() });
  const first = await driver.readPage({ list, cursor });
  if (first.kind !== 'found' || first.found.next === undefined) throw new Error('There is one page');
  const { clientSecret } = shop.client;
  Object.assign(shop.client, { clientSecret: 'a-token-that-ended' });
  expect(await driver.readPage({ list, cursor: first.found.next })).toMatchObject({
    kind: 'waits',
    because: 'misconfigured',
    code: 'http-401',
  });
  Object.assign(shop.client, { clientSecret });
  const rest = await driver.readOn({ list, cursor: first.found.next });

  expect(orderIdsOf([...first.found.entries, ...rest.entries])).toEqual(new Set(ids));
});

describe('adapter webhooks shopline', () => {
  const ADDRESS = 'https://hooks.example.com';

  async function start() {
    const shop = await startShoplineShop();
    stops.push(() => shop.stop());
    const connection = aConnection({
      source: 'shopline',
      shop: SHOP,
      api: { token: shop.client.clientSecret },
      profiles: 'send',
    });
    const adapter = await startOperatedAdapter(
      { main: connection },
      { ADAPTER_URL: ADDRESS, SHOP_API_BASE_URL: shop.url },
    );
    stops.push(() => adapter.stop());
    const run = (action: string) => adapter.run(['webhooks', 'shopline', action, '--connection', 'main']);
    return { shop, run };
  }

  test('registers what the connection takes, once, lists it, and removes it again', async () => {
    const { shop, run } = await start();
    expect((await run('register')).exitCode).toBe(0);
    expect((await run('register')).exitCode).toBe(0);

    const topics = shop.webhooks.map(({ topic }) => topic);
    expect(new Set(topics).size).toBe(topics.length);
    expect(topics).toEqual(expect.arrayContaining(['orders/paid', 'refunds/create', 'customers/update']));
    expect(topics).toEqual(expect.arrayContaining(['customers/redact', 'merchants/redact']));
    expect(topics).not.toContain('checkouts/create');
    expect(shop.webhooks[0]).toMatchObject({
      address: `${ADDRESS}/webhooks/shopline/main`,
      api_version: 'v20260901',
    });
    expect((await run('list')).printed.join('\n')).toContain('orders/paid');
    expect((await run('remove')).exitCode).toBe(0);
    expect(shop.webhooks).toEqual([]);
  });

  test('says in plain words that the token is wrong', async () => {
    const { shop, run } = await start();
    shop.replaceToken();
    const { exitCode, complaints } = await run('register');

    expect(exitCode).not.toBe(0);
    expect(complaints.join('\n')).toContain('SHOPLINE does not accept the token');
    expect(complaints.join('\n')).not.toContain('token-of-the-private-app');
  });
});
