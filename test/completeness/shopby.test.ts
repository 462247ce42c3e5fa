import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PollPorts } from '../../lib/poll/poll-ports.ts';
import { type Polled, pollShops } from '../../lib/poll/poll-shops.ts';
import { decodeErasureMessage } from '../../lib/queue/erasure-message.ts';
import { decodeMessage } from '../../lib/queue/message.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { markAsSent } from '../support/builders/mark-as-sent.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';
import { type ShopbyShop, startShopbyShop } from '../support/doubles/shopby-shop/shopby-shop.ts';
import { POLL_EVERY_MS, type PollWorld, startPollWorld } from './poll-world.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let clock: { now: number };
let ledger: ReturnType<typeof createMemoryLedger>;
let world: PollWorld;
let mall: ShopbyShop;
let ports: PollPorts;
let erasures: string[];
/** Called before each request with its path. */
let before: (path: string) => void;

beforeEach(async () => {
  clock = { now: START };
  ledger = createMemoryLedger(() => clock.now);
  mall = await startShopbyShop({ now: () => clock.now });
  world = await startPollWorld({
    ledger,
    clock,
    connection: {
      source: 'shopby',
      shop: mall.shop,
      intake: 'poll',
      poll: {},
      profiles: 'send',
      since: '2026-11-20T00:00:00.000Z',
    },
  });
  erasures = [];
  before = () => undefined;
  const ask = createAskShop(new URL(mall.url));
  ports = {
    ...world.ports,
    clients: { find: () => Promise.resolve({ kind: 'found', value: mall.client }) },
    ask: (shop, request) => {
      before(request.path);
      return ask(shop, request);
    },
    erasures: { sendAll: (bodies) => Promise.resolve(void erasures.push(...bodies)) },
  };
});
afterEach(async () => {
  await Promise.all([world.stop(), mall.stop()]);
});

function poll(afterMs = POLL_EVERY_MS): Promise<readonly Polled[]> {
  clock.now += afterMs;
  const endsAt = clock.now + 600_000;
  return pollShops(ports, () => endsAt - clock.now);
}

/** Takes what was queued out of the queue and tells it, equal events once. Returns kind, subject and amount of each. */
async function drain(): Promise<string[]> {
  const queued = world.queued.splice(0).map(decodeMessage);
  const byId = new Map(
    queued.map((message) => ['event' in message ? message.event.event_log_id : message, message]),
  );
  const messages = [...byId.values()];
  for (const message of messages) {
    if (message.kind === 'purchase' || message.kind === 'refund') await markAsSent(ledger, message);
  }
  return messages.map((message) => [message.kind, message.subjectKey, ...amountOf(message)].join(' '));
}

const amountOf = (message: ReturnType<typeof decodeMessage>): readonly unknown[] =>
  message.kind === 'purchase'
    ? [message.total]
    : message.kind === 'refund'
      ? [message.event.event_properties.df_total_refund_amount]
      : [];

const fetched = (): string[] =>
  mall
    .requests()
    .flatMap(({ path, status }) => (status === 200 ? (/^\/orders\/(\d+)$/.exec(path)?.[1] ?? []) : []));

test('an order that changed is fetched, and comes once however often it is listed', async () => {
  const id = mall.place();
  await poll();
  expect(await drain()).toEqual([`purchase ${id} 10000`]);
  await poll();
  await poll();

  expect([await drain(), fetched()]).toEqual([[], [id]]);
});

test('an order that is paid days later comes then', async () => {
  const id = mall.place();
  mall.change(id, { isPaid: false });
  await poll();
  expect(await drain()).toEqual([]);

  clock.now += 3 * 24 * 60 * MINUTE;
  mall.change(id, { isPaid: true, changedAt: clock.now });
  await poll();
  expect(await drain()).toEqual([`purchase ${id} 10000`]);
});

test('429 for ten minutes delays orders and loses none', async () => {
  const ids = [1, 2, 3].map(() => mall.place());
  mall.misbehaveAlways({ status: 429 });
  const from = clock.now + MINUTE;
  before = () => {
    if (clock.now >= from + 10 * MINUTE) mall.misbehaveAlways(undefined);
  };
  expect(await poll(MINUTE)).toMatchObject([{ failure: { because: 'throttled', code: 'http-429' } }]);
  const waited = clock.now - from;
  const asked = mall.requests().length;
  expect(await poll()).not.toMatchObject([{ failure: {} }]);

  expect(waited).toBeLessThan(10 * MINUTE);
  expect(asked).toBeLessThanOrEqual(4);
  expect((await drain()).sort()).toEqual(ids.map((id) => `purchase ${id} 10000`));
});

test('401 in the middle of a page: what was fetched is told once, and the rest with the next poll', async () => {
  const ids = [1, 2, 3, 4, 5].map(() => mall.place());
  before = (path) => {
    mall.refuseToken(path.startsWith('/orders/') && fetched().length >= 2);
  };
  expect(await poll()).toMatchObject([
    { recovered: 2, failure: { because: 'misconfigured', code: 'http-401' } },
  ]);
  const first = await drain();
  before = () => undefined;
  mall.refuseToken(false);
  expect(await poll()).toMatchObject([{ recovered: 3 }]);

  expect([...first, ...(await drain())].sort()).toEqual(ids.map((id) => `purchase ${id} 10000`));
  expect(fetched().sort()).toEqual(ids);
});

test('an order that is refunded between list and fetch comes as it was fetched, and the next poll adds nothing', async () => {
  const id = mall.place();
  before = (path) => {
    if (path !== `/orders/${id}`) return;
    mall.refund(id, '4000');
    before = () => undefined;
  };
  await poll();
  const told = ['purchase', 'refund'];
  expect((await drain()).map((line) => line.split(' ')[0])).toEqual(told);
  await poll();

  // The list of claims names it once more, before it is told.
  expect([await drain(), fetched()]).toEqual([[], [id, id, id]]);
});

test('an order that is edited between list and fetch is told with what it came to then', async () => {
  const id = mall.place();
  before = (path) => {
    if (path === `/orders/${id}`) mall.change(id, { total: 12_500 });
  };
  await poll();
  expect(await drain()).toEqual([`purchase ${id} 12500`]);
});

test('the end of a claim that changes no state of its order is found by the list of claims', async () => {
  const id = mall.place();
  await poll();
  await drain();
  clock.now += 60 * MINUTE;
  const changedAt = clock.now - 50 * 60 * MINUTE;
  mall.refund(id, '4000');
  mall.change(id, { changedAt });
  await poll();
  expect(await drain()).toEqual([`refund ${id}/701 4000`]);
  await poll();

  expect([await drain(), fetched()]).toEqual([[], [id, id]]);
});

describe('members', () => {
  const member = (memberNo: number, changes: Readonly<Record<string, unknown>> = {}) => ({
    memberNo,
    memberName: '한지우',
    email: `member-${memberNo}@example.com`,
    memberStatus: 'ACTIVE',
    isSmsAgreed: true,
    joinYmdt: '2026-11-24 08:00:00',
    lastUpdateYmdt: '2026-11-24 08:00:00',
    ...changes,
  });

  test('who joined or changed come with their consents, and a login is no change', async () => {
    for (const memberNo of [1, 2, 3]) mall.putMember(member(memberNo));
    await poll();
    expect((await drain()).filter((line) => line.startsWith('sign-up'))).toHaveLength(3);
    world.queued.splice(0);
    mall.putMember(member(1, { lastLoginYmdt: '2026-11-24 09:20:00', loginCount: 9 }));
    mall.putMember(member(2, { isSmsAgreed: false, lastUpdateYmdt: '2026-11-24 09:20:00' }));
    await poll();

    const changed = world.queued.map(decodeMessage).filter((message) => message.kind === 'profile');
    // Once by each list: the drain tells what Dfinery knows already no second time.
    expect(new Set(changed.map(({ identity }) => identity.external_id))).toEqual(new Set(['2']));
    for (const { properties } of changed) expect(properties).toMatchObject({ df_sms_ads_optin: false });
  });

  test('who left are forgotten, once, because the API says so', async () => {
    mall.withdraw(4324);
    await poll();
    await poll();
    await poll(24 * 60 * MINUTE);

    expect(erasures.map(decodeErasureMessage)).toMatchObject([
      { kind: 'erase-customer', identity: { external_id: '4324' } },
    ]);
  });
});

test.each([
  ['a hang of the host', 'unavailable', 'reset'],
  ['an error of the host', 'unavailable', { status: 500 }],
  ['an address that the app did not register', 'misconfigured', { status: 403 }],
] as const)('%s is never a mall without orders', async (_, because, fault) => {
  const id = mall.place();
  mall.misbehaveAlways(fault);
  expect(await poll()).toMatchObject([{ failure: { because } }]);
  mall.misbehaveAlways(undefined);
  await poll();

  expect(await drain()).toEqual([`purchase ${id} 10000`]);
});
