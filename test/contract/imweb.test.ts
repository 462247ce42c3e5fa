import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeMessage, type Message } from '../../lib/queue/message.ts';
import { createAccessTokens } from '../../lib/shop-client/access-tokens.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { imweb } from '../../lib/sources/imweb/source.ts';
import { sealTokens } from '../../lib/stores/tokens/seal-tokens.ts';
import type { StoredTokens, TokenStore } from '../../lib/stores/tokens/token-store.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { createListingDriver, orderIdsOf } from '../conformance/listing-driver.ts';
import { aConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aDrain } from '../support/builders/a-drain.ts';
import { aFetch, fetchRecords, foundShop } from '../support/builders/a-fetch.ts';
import { aRecord, QUEUE_TIME } from '../support/builders/queue-records.ts';
import { imwebWebhook } from '../support/doubles/imweb-shop/imweb-order.ts';
import {
  type ImwebShop,
  type ImwebShopOptions,
  startImwebShop,
} from '../support/doubles/imweb-shop/imweb-shop.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { startOperatedAdapter } from '../support/harness/operated-adapter.ts';

const MINUTE = 60_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(options: ImwebShopOptions = {}): Promise<ImwebShop> {
  const site = await startImwebShop(options);
  stops.push(() => site.stop());
  return site;
}

/** Tokens of a site in memory, renewed over HTTP as in production. */
function tokensOf(site: ImwebShop, now: () => number, answerTimeoutMs?: number) {
  const seal = { connection: 'main', clientSecret: site.client.clientSecret };
  const sealed = (given: ReturnType<ImwebShop['grant']>) =>
    sealTokens(
      {
        accessToken: given.accessToken,
        accessExpiresAt: given.accessExpiresAt.toISOString(),
        refreshToken: given.refreshToken,
        refreshExpiresAt: given.refreshExpiresAt.toISOString(),
      },
      seal,
    );
  let stored: StoredTokens = { connection: 'main', version: 1, sealed: sealed(site.grant()), changedAt: 0 };
  const store: TokenStore = {
    read: () => Promise.resolve(stored),
    list: () => Promise.resolve([stored]),
    claim: (_, version) => Promise.resolve(version === stored.version),
    release: () => Promise.resolve(),
    replace: (_, version, text) => {
      if (version !== stored.version) return Promise.resolve(false);
      stored = { ...stored, version: version + 1, sealed: text };
      return Promise.resolve(true);
    },
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  return createAccessTokens({
    store,
    ask: createAskShop(new URL(site.url), answerTimeoutMs),
    telemetry: recordTelemetry(),
    now,
    sleep,
    newOwner: () => 'owner',
  });
}

describe('orders of webhooks', () => {
  let site: ImwebShop;
  let fetching: ReturnType<typeof aFetch>;
  let drain: ReturnType<typeof aDrain>;

  beforeEach(async () => {
    fetching = aFetch();
    const { clock } = fetching;
    const now = () => clock.now;
    site = await start({ now });
    Object.assign(fetching.ports, {
      ask: createAskShop(new URL(site.url), 500),
      tokens: tokensOf(site, now, 500),
    });
    drain = aDrain();
  });

  /** Delivers webhooks and fetches what they name, as often as it takes. Returns how many rounds that were. */
  async function deliver(events: readonly [eventType: string, orderId: string][], everyRound = () => {}) {
    const { clock } = fetching;
    const named = events.flatMap(([eventType, orderId]) => {
      const text = imwebWebhook(site.siteCode, eventType, Number(orderId), clock.now);
      const request = { headers: { authorization: 'secret-of-the-webhooks' }, rawBody: Buffer.from(text) };
      const identity = { secrets: ['secret-of-the-webhooks'], shop: site.siteCode };
      const verdict = imweb.verify(imweb.readHeaders(request), identity, new Date(clock.now));
      if (!verdict.valid) throw new Error(verdict.reason);
      const settings = mappingSettings({ source: 'imweb', shop: site.siteCode });
      const reading = readDelivery(imweb, verdict.delivery, { settings });
      return reading.kind === 'references' ? reading.references : [];
    });
    const ageMs = QUEUE_TIME - clock.now;
    let left = fetchRecords(named.map((reference) => ({ source: 'imweb', ageMs, ...reference })));
    const shop = (id: string) => foundShop(id, { source: 'imweb', shop: site.siteCode });
    const client = () => ({ kind: 'found', value: site.client }) as const;
    let rounds = 0;
    for (; left.length > 0 && rounds < 100; rounds += 1) {
      everyRound();
      const hidden = fetching.seen.hidden.length;
      const failed = new Set(await fetching.fetch(left, { shop, client }));
      left = left
        .filter(({ messageId }) => failed.has(messageId))
        .map((record) => ({
          ...record,
          attributes: { ...record.attributes, ApproximateReceiveCount: String(rounds + 2) },
        }));
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

  test('an order that is paid back in part between its webhook and the fetch arrives with both', async () => {
    const id = site.place({ total: '10000' });
    site.refund(id, '4000');
    await deliver([['ORDER_DEPOSIT_COMPLETE', id]]);

    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('each refund takes back what it adds, however often and late its webhooks come', async () => {
    const id = site.place({ total: '10000' });
    await deliver([['ORDER_DEPOSIT_COMPLETE', id]]);
    site.refund(id, '1000');
    await deliver([['ORDER_REFUND', id]]);
    await told();
    site.refund(id, '2000');
    site.refund(id, '500');
    await deliver([
      ['ORDER_REFUND', id],
      ['ORDER_CANCEL_COMPLETE', id],
      ['ORDER_REFUND', id],
    ]);
    await told();
    await deliver([['ORDER_SHIPPING', id]]);

    expect(await told()).toEqual([10_000, -1_000, -2_500]);
  });

  test('a refund that the API does not show yet is waited for, a quarter of an hour at most', async () => {
    const id = site.place({ total: '10000' });
    await deliver([['ORDER_DEPOSIT_COMPLETE', id]]);
    let rounds = 0;
    await deliver([['ORDER_REFUND', id]], () => {
      rounds += 1;
      if (rounds === 3) site.refund(id, '4000');
    });

    expect(await told()).toEqual([10_000, -4_000]);
    const begun = fetching.clock.now;
    const late = site.place({ total: '10000' });
    await deliver([['ORDER_REFUND', late]]);
    expect(fetching.clock.now - begun).toBeLessThan(32 * MINUTE);
    expect(await told()).toEqual([10_000, -4_000, 10_000]);
  });

  test('ten minutes of 429 delay orders, and the site is asked seldom', async () => {
    const ids = Array.from({ length: 5 }, () => site.place());
    const begun = fetching.clock.now;
    site.misbehaveAlways({ status: 429 });
    await deliver(
      ids.map((id) => ['ORDER_DEPOSIT_COMPLETE', id] as [string, string]),
      () => {
        if (fetching.clock.now - begun >= 10 * MINUTE) site.misbehaveAlways(undefined);
      },
    );

    expect(fetching.queuedOrders().sort()).toEqual(ids);
    expect(site.requests().filter(({ status }) => status === 429).length).toBeLessThan(10);
    expect(fetching.clock.now - begun).toBeLessThan(25 * MINUTE);
    expect(fetching.seen.buried).toEqual([]);
  });

  test('a bucket of 25 that refills by two a second never runs over', async () => {
    const ids = Array.from({ length: 60 }, () => site.place());
    await deliver(ids.map((id) => ['ORDER_CREATE', id] as [string, string]));

    expect(fetching.queuedOrders()).toHaveLength(60);
    expect(site.overLimit()).toBe(0);
    expect(fetching.seen.slept.length).toBeGreaterThan(0);
  });

  test.each([[{ status: 503 }], [{ status: 500 }], ['hang'], ['reset'], ['half-a-body'], ['html']] as const)(
    'after %j an order arrives once',
    async (fault) => {
      const id = site.place();
      site.misbehave(fault, fault);
      const rounds = await deliver([['ORDER_DEPOSIT_COMPLETE', id]]);

      expect(rounds).toBeGreaterThan(1);
      expect(await told()).toEqual([10_000]);
    },
  );

  test('tokens of two hours are renewed before they end', async () => {
    const id = site.place();
    fetching.clock.now += 119.5 * MINUTE;
    await deliver([['ORDER_DEPOSIT_COMPLETE', id]]);

    expect(site.requests().map(({ status }) => status)).toEqual([200, 200]);
    expect(await told()).toEqual([10_000]);
  });

  test('a site whose connection was not completed waits, and no order dies of it', async () => {
    const id = site.place();
    site.disconnect();
    let rounds = 0;
    await deliver([['ORDER_DEPOSIT_COMPLETE', id]], () => {
      rounds += 1;
      if (rounds === 4) site.grant();
    });

    expect(fetching.telemetry.counts).toMatchObject({ 'FetchKept:misconfigured': 3 });
    expect(fetching.queuedOrders()).toEqual([id]);
  });
});

describe.each([true, false])('a list of whole orders (%s)', (listsWhole) => {
  const read = async (options: ImwebShopOptions, change: (site: ImwebShop, request: number) => void) => {
    const site = await start({ maxRows: 10, listsWhole, ...options });
    const ids = Array.from({ length: 45 }, (_, index) => site.place({ at: Date.now() - index * 1_000 }));
    site.onList((request) => {
      change(site, request);
    });
    const driver = createListingDriver({
      source: imweb,
      url: site.url,
      shop: site.siteCode,
      client: site.client,
      settings: mappingSettings({ source: 'imweb', shop: site.siteCode }),
      tokens: tokensOf(site, Date.now),
    });
    const [list] = driver.lists;
    if (list === undefined) throw new Error('Imweb has lists');
    const cursor = list.begin({ from: new Date(Date.now() - 60 * MINUTE), now: new Date() });
    const { entries } = await driver.readOn({ list, cursor });
    return { ids, entries, statuses: site.requests().map(({ status }) => status) };
  };

  test('goes on if the token ends in the middle of it', async () => {
    const { ids, entries, statuses } = await read({}, (site, request) => {
      if (request === 2) site.expireAccess();
    });

    expect(orderIdsOf(entries)).toEqual(new Set(ids));
    expect(entries.map(({ kind }) => kind)).toEqual(
      entries.map(() => (listsWhole ? 'order' : 'order-to-fetch')),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(1);
  });

  test('goes on if every token ends after one page', async () => {
    const { ids, entries } = await read({}, (site) => {
      site.expireAccess();
    });
    expect(orderIdsOf(entries)).toEqual(new Set(ids));
  });

  test('has the orders of every unit', async () => {
    const { ids, entries } = await read({ units: ['u1', 'u2', 'u3'] }, () => undefined);
    expect(orderIdsOf(entries)).toEqual(new Set(ids));
  });
});

describe('adapter connection authorize', () => {
  async function authorize(change: (site: ImwebShop) => void = () => undefined) {
    const site = await start();
    const connection = aConnection({ source: 'imweb', shop: site.siteCode, api: { ...site.client } });
    const adapter = await startOperatedAdapter({ main: connection }, { SHOP_API_BASE_URL: site.url });
    stops.push(() => adapter.stop());
    const args = ['connection', 'authorize', 'main', '--redirect-uri', site.redirectUri];
    const answer = await adapter.run(args, {}, {}, [
      async (said) => {
        const back = await site.click(/https:\S+/.exec(said.join('\n'))?.[0] ?? '');
        change(site);
        return back.href;
      },
    ]);
    return { site, answer };
  }

  test('stores the tokens and completes the connection', async () => {
    const { site, answer } = await authorize();

    expect(answer.exitCode).toBe(0);
    expect(site.isComplete()).toBe(true);
    expect([...answer.printed, ...answer.complaints].join('\n')).not.toMatch(/access-\d|refresh-\d|code-\d/);
  });

  test('says that the tokens are stored if the connection cannot be completed', async () => {
    const { site, answer } = await authorize((refusing) => {
      refusing.misbehave({ status: 400 });
    });

    expect(answer.exitCode).toBe(4);
    expect(site.isComplete()).toBe(false);
    expect(answer.complaints.slice(-2)).toEqual([
      'The tokens are stored, but the shop did not complete the connection: HTTP 400.',
      'If it was completed before, nothing is missing: adapter doctor tells.',
    ]);
  });
});
