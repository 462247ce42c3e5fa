import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pollShop } from '../../lib/poll/poll-shop.ts';
import { encodeMessage, type Message } from '../../lib/queue/message.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { stripeCheckout } from '../../lib/sources/stripe-checkout/source.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { createListingDriver, orderIdsOf } from '../conformance/listing-driver.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aDrain } from '../support/builders/a-drain.ts';
import { aFetch, fetchRecords, foundShop } from '../support/builders/a-fetch.ts';
import { aPoll } from '../support/builders/a-poll.ts';
import { aRecord, QUEUE_TIME } from '../support/builders/queue-records.ts';
import {
  type StripeAccount,
  type StripeAccountOptions,
  startStripeAccount,
} from '../support/doubles/stripe-account/stripe-account.ts';

const MINUTE = 60_000;
const SECRET = 'whsec_of-the-webhooks';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(options: StripeAccountOptions = {}): Promise<StripeAccount> {
  const account = await startStripeAccount(options);
  stops.push(() => account.stop());
  return account;
}

describe('orders of webhooks', () => {
  let account: StripeAccount;
  let fetching: ReturnType<typeof aFetch>;
  let drain: ReturnType<typeof aDrain>;
  let delivered: number;

  beforeEach(async () => {
    fetching = aFetch();
    const { clock } = fetching;
    account = await start({ now: () => clock.now });
    Object.assign(fetching.ports, { ask: createAskShop(new URL(account.url), 500) });
    drain = aDrain();
    delivered = 0;
  });

  /** Signs and delivers what happened since the last time. */
  function deliverNews(settings = mappingSettings({ source: 'stripe-checkout', shop: account.account })) {
    const now = new Date(fetching.clock.now);
    const bodies = account.events().slice(delivered);
    delivered += bodies.length;
    return bodies.flatMap((text) => {
      const rawBody = Buffer.from(text);
      const signed = { rawBody, secret: SECRET, topic: '', shop: '', deliveryId: '', now };
      const request = { headers: stripeCheckout.sign(signed), rawBody };
      const identity = { secrets: [SECRET], shop: account.account };
      const verdict = stripeCheckout.verify(stripeCheckout.readHeaders(request), identity, now);
      if (!verdict.valid) throw new Error(verdict.reason);
      const reading = readDelivery(stripeCheckout, verdict.delivery, { settings });
      return reading.kind === 'references' ? reading.references : [];
    });
  }

  /** Fetches what webhooks named, as often as it takes. Returns how many rounds that were. */
  async function fetchNamed(
    named: readonly { readonly orderId: string; readonly parameters: Readonly<Record<string, string>> }[],
    everyRound: (round: number) => void = () => {},
  ): Promise<number> {
    const { clock } = fetching;
    const ageMs = QUEUE_TIME - clock.now;
    let left = fetchRecords(named.map((reference) => ({ source: 'stripe-checkout', ageMs, ...reference })));
    const shop = (id: string) => foundShop(id, { source: 'stripe-checkout', shop: account.account });
    const client = () => ({ kind: 'found', value: account.client }) as const;
    let rounds = 0;
    for (; left.length > 0 && rounds < 100; rounds += 1) {
      everyRound(rounds + 1);
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

  test('a purchase takes one request, and a refund two', async () => {
    const id = account.open();
    await fetchNamed(deliverNews());
    expect(account.requests().map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      `/v1/checkout/sessions/${id}`,
    ]);

    account.giveBack(id, 4_000);
    const [, made] = deliverNews();
    if (made === undefined) throw new Error('There is no refund');
    await fetchNamed([made]);
    expect(
      account
        .requests()
        .slice(1)
        .map(({ path }) => path.replace(/\?.*/, '')),
    ).toEqual(['/v1/checkout/sessions', `/v1/checkout/sessions/${id}`]);
    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('a session that is paid back in part between its webhook and the fetch arrives with both', async () => {
    const id = account.open();
    const named = deliverNews();
    account.giveBack(id, 4_000);
    await fetchNamed(named);

    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('each refund is told once, however often and late its webhooks come; one that is on its way is not', async () => {
    const id = account.open();
    const paid = deliverNews();
    account.giveBack(id, 1_000);
    account.giveBack(id, 2_500, 'pending');
    account.giveBack(id, 500, 'failed');
    const back = deliverNews();
    await fetchNamed([...back, ...paid]);
    expect(await told()).toEqual([10_000, -1_000]);
    account.giveBack(id, 2_000);
    await fetchNamed([...deliverNews(), ...back]);

    expect(await told()).toEqual([10_000, -1_000, -2_000]);
  });

  test('sixty lines and thirty refunds come in pages, all of them', async () => {
    const id = account.open({ total: 100_000, lines: 60 });
    for (let count = 0; count < 30; count += 1) account.giveBack(id, 10);
    const [named] = deliverNews();
    if (named === undefined) throw new Error('Nothing was named');
    await fetchNamed([named]);

    expect(account.requests().map(({ status }) => status)).toEqual([200, 200, 200]);
    const amounts = await told();
    expect(amounts[0]).toBe(100_000);
    expect(amounts.slice(1)).toEqual(Array.from({ length: 30 }, () => -10));
    expect(drain.seen.sent[0]?.json.events[0]?.event_items).toHaveLength(60);
  });

  test('a key that is refused in the middle of a page waits, and the order arrives once, whole', async () => {
    account.open({ total: 100_000, lines: 60 });
    const named = deliverNews();
    const { ask } = fetching.ports;
    let asked = 0;
    const askThenTake: typeof ask = async (shop, request) => {
      const answer = await ask(shop, request);
      asked += 1;
      if (asked === 1) account.takeKey();
      return answer;
    };
    Object.assign(fetching.ports, { ask: askThenTake });
    await fetchNamed(named, (round) => {
      if (round === 3) account.giveKey();
    });

    expect(fetching.telemetry.counts).toMatchObject({ 'FetchKept:misconfigured': 2 });
    expect(await told()).toEqual([100_000]);
  });

  test('a refund that the API does not show yet is waited for', async () => {
    const id = account.open();
    await fetchNamed(deliverNews());
    await fetchNamed([{ orderId: id, parameters: { refund: 're_3TEST1x1' } }], (round) => {
      if (round === 3) account.giveBack(id, 4_000);
    });

    expect(fetching.telemetry.counts).toMatchObject({ 'FetchKept:behind': 2 });
    expect(await told()).toEqual([10_000, -4_000]);
  });

  test('a refund of a payment that was made without Checkout is no order', async () => {
    const rounds = await fetchNamed([{ orderId: 'pi_3TESTelsewhere', parameters: { refund: 're_3TEST1' } }]);

    expect(rounds).toBe(1);
    expect(fetching.telemetry.counts).toMatchObject({ 'FetchIgnored:other-payment': 1 });
    expect(fetching.seen.parked).toEqual([]);
  });

  test('money that comes later is told when it is there', async () => {
    const id = account.open({ isPaid: false });
    expect(deliverNews()).toEqual([]);
    account.pay(id);
    await fetchNamed(deliverNews());

    expect(await told()).toEqual([10_000]);
  });

  test('ten minutes of 429 delay orders, and the account is asked seldom', async () => {
    const ids = Array.from({ length: 5 }, () => account.open());
    const begun = fetching.clock.now;
    account.misbehaveAlways({ status: 429 });
    await fetchNamed(deliverNews(), () => {
      if (fetching.clock.now - begun >= 10 * MINUTE) account.misbehaveAlways(undefined);
    });

    expect(fetching.queuedOrders().sort()).toEqual([...ids].sort());
    expect(account.requests().filter(({ status }) => status === 429).length).toBeLessThan(10);
    expect(fetching.clock.now - begun).toBeLessThan(25 * MINUTE);
    expect(fetching.seen.buried).toEqual([]);
  });

  test.each([[{ status: 503 }], [{ status: 500 }], ['hang'], ['reset'], ['half-a-body'], ['html']] as const)(
    'after %j an order arrives once',
    async (fault) => {
      account.open();
      account.misbehave(fault, fault);
      const rounds = await fetchNamed(deliverNews());

      expect(rounds).toBeGreaterThan(1);
      expect(await told()).toEqual([10_000]);
    },
  );
});

test('the probe of doctor is answered with the right key alone', async () => {
  const account = await start();
  account.open();
  const { api } = stripeCheckout;
  const probe = api?.probe?.(account.account);
  if (api === undefined || probe === undefined) throw new Error('There is no probe');
  const ask = createAskShop(new URL(account.url));
  const statusWith = async (clientSecret: string) => {
    const access = api.key?.headers({ clientId: 'token', clientSecret }) ?? {};
    const answer = await ask(
      { api, shop: account.account },
      { ...probe, headers: { ...probe.headers, ...access } },
    );
    return answer.kind === 'answered' ? answer.status : answer.reason;
  };

  expect(await statusWith(account.client.clientSecret)).toBe(200);
  expect(await statusWith('rk_live_another')).toBe(401);
});

describe('the list of events', () => {
  test('brings a purchase and its refund that no webhook did, each once', async () => {
    const polling = aPoll();
    const account = await start({ now: () => polling.clock.now });
    const { api, listing } = stripeCheckout;
    if (api === undefined || listing === undefined) throw new Error('Stripe has a list');
    const { client, account: shop } = account;
    const connection = aShopConnection({ source: 'stripe-checkout', shop, poll: {} });
    const ports = { ...polling.ports, ask: createAskShop(new URL(account.url)) };
    const at = { connection: connection.id, shop, api, client };
    const poll = async () => {
      await pollShop(ports, { source: stripeCheckout, listing, connection, api: at }, () => 600_000);
      await polling.drain();
      polling.clock.now += 15 * MINUTE;
    };
    await poll();
    const id = account.open();
    const refund = account.giveBack(id, 4_000);
    polling.clock.now += 5 * MINUTE;
    await poll();
    const asked = account.requests().length;
    await poll();

    expect(new Set(polling.queued())).toEqual(new Set([id, `${id}/${refund}`]));
    expect([...polling.sent().values()]).toEqual([1, 1]);
    // What was dealt with is not fetched again.
    expect(
      account
        .requests()
        .slice(asked)
        .map(({ path }) => path.replace(/\?.*/, '')),
    ).toEqual(['/v1/events']);
  });

  test('goes on after a key that was refused in the middle of it', async () => {
    const account = await start({ maxRows: 10 });
    const ids = Array.from({ length: 45 }, (_, index) => account.place({ at: Date.now() - index * 1_000 }));
    const driver = createListingDriver({
      source: stripeCheckout,
      url: account.url,
      shop: account.account,
      client: account.client,
      settings: mappingSettings({ source: 'stripe-checkout', shop: account.account }),
    });
    const [list] = driver.lists;
    if (list === undefined) throw new Error('Stripe has a list');
    const cursor = list.begin({ from: new Date(Date.now() - 60 * MINUTE), now: new Date() });
    const first = await driver.readPage({ list, cursor });
    if (first.kind !== 'found' || first.found.next === undefined) throw new Error('There is one page');
    account.takeKey();
    expect(await driver.readPage({ list, cursor: first.found.next })).toMatchObject({
      kind: 'waits',
      because: 'misconfigured',
      code: 'http-401',
    });
    account.giveKey();
    const rest = await driver.readOn({ list, cursor: first.found.next });

    expect(orderIdsOf([...first.found.entries, ...rest.entries])).toEqual(new Set(ids));
  });
});
