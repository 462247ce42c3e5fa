import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeMessage } from '../../lib/queue/message.ts';
import { markAsSent } from '../support/builders/mark-as-sent.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';
import { POLL_EVERY_MS, type PollWorld, type PollWorldOptions, startPollWorld } from './poll-world.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const SINCE = '2026-11-20T00:00:00.000Z';
const HOUR_MS = 3_600_000;

let world: PollWorld;
let clock: { now: number };
let ledger: ReturnType<typeof createMemoryLedger>;

async function start(options: Partial<PollWorldOptions> = {}): Promise<void> {
  clock = { now: START };
  ledger = createMemoryLedger(() => clock.now);
  world = await startPollWorld({ ledger, clock, connection: { poll: {}, since: SINCE }, ...options });
}

beforeEach(() => start());
afterEach(() => world.stop());

/** Takes what was queued out of the queue, and tells it. Returns the orders. */
async function drain(): Promise<string[]> {
  const messages = world.queued.splice(0).map(decodeMessage);
  const purchases = messages.filter((message) => message.kind === 'purchase');
  for (const message of purchases) await markAsSent(ledger, message);
  return purchases.map(({ subjectKey }) => subjectKey);
}

const recovered = () => world.telemetry.counts['OrderRecovered'] ?? 0;
const placeOf = () => world.places.items.get('main')?.place;

describe('an order that no webhook brought', () => {
  test('is queued by the next poll, counted once, and not queued again once it is told', async () => {
    const id = world.shop.place();
    await world.poll();
    expect(await drain()).toEqual([id]);

    await world.poll();
    await world.poll();
    expect([await drain(), recovered()]).toEqual([[], 1]);
  });

  test('is not queued again while the drain has not told it yet', async () => {
    world.shop.place();
    await world.poll();
    await world.poll(60_000);

    expect([world.queued.length, recovered()]).toEqual([1, 1]);
  });

  test('is left to its webhook for two minutes, and not lost by that', async () => {
    await world.poll();
    clock.now += POLL_EVERY_MS;
    const id = world.shop.place({ at: clock.now - 60_000 });
    await world.poll(0);
    expect(world.queued).toEqual([]);

    await world.poll();
    expect(await drain()).toEqual([id]);
  });

  test('of a shop without webhooks is queued at once, and is no loss', async () => {
    await world.stop();
    await start({ connection: { poll: {}, since: SINCE, intake: 'poll' } });
    world.shop.place({ at: START + POLL_EVERY_MS - 1_000 });
    await world.poll();

    expect([world.queued.length, recovered(), world.telemetry.counts['OrderPolled']]).toEqual([1, 0, 1]);
  });

  test('and that cannot be read is parked once, and holds up no other', async () => {
    world.shop.put({ ...world.shop.orderBody(world.shop.place()), line_items: 'none' });
    const id = world.shop.place();
    await world.poll();
    await world.poll();

    expect(await drain()).toEqual([id]);
    expect(world.parked.map(({ reference }) => reference?.parameters)).toEqual([{}]);
  });

  test('and whose buyer was erased is left out', async () => {
    await world.stop();
    await start({ isErased: () => true });
    world.shop.place();
    await world.poll();

    expect([world.queued, recovered()]).toEqual([[], 0]);
  });
});

test('an order that its webhook brought costs a read and no message', async () => {
  const id = world.shop.place();
  await world.poll();
  await drain();
  world.shop.touch(id, clock.now);
  await world.poll();

  expect([world.queued, recovered()]).toEqual([[], 1]);
});

test('a refund that no webhook brought is queued alone', async () => {
  const id = world.shop.place({ total: '10.00' });
  await world.poll();
  await drain();
  world.shop.refund(id, '4.00', clock.now);
  await world.poll();

  expect(world.queued.map((body) => decodeMessage(body).kind)).toEqual(['refund']);
  expect(recovered()).toBe(2);
});

test('an opt-out whose webhook was lost is queued', async () => {
  await world.stop();
  await start({
    connection: {
      poll: {},
      since: SINCE,
      profiles: 'send',
      profileProperties: { mail_optin: 'emailConsent' },
    },
  });
  const at = new Date(START).toISOString();
  const consent = { state: 'unsubscribed', consent_updated_at: at };
  world.shop.putCustomer({
    id: 7,
    email: 'a@example.com',
    created_at: at,
    updated_at: at,
    email_marketing_consent: consent,
  });
  await world.poll();
  await world.poll(60_000);

  const [message, ...others] = world.queued.map(decodeMessage);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ kind: 'profile', properties: { mail_optin: false } });
});

describe('where a poll begins:', () => {
  const askedSince = () =>
    world.shop
      .requests()
      .flatMap(({ path }) => new URL(path, 'http://shop').searchParams.get('updated_at_min') ?? []);

  test('the first at `since`, never earlier', async () => {
    await world.poll();
    expect(askedSince().map(Date.parse)).toEqual([Date.parse(SINCE)]);
  });

  test('the next behind the first, less the overlap and what is left to webhooks', async () => {
    await world.poll();
    await world.poll();
    // The first began at 00:15.
    expect(askedSince()[1]).toBe('2026-11-23T23:58:00Z');
  });

  test('once a day two days back', async () => {
    await world.poll();
    for (let hours = 0; hours < 25; hours += 1) await world.poll(HOUR_MS);
    const wide = askedSince().filter((from) => Date.parse(from) === Date.parse('2026-11-23T00:15:00.000Z'));
    expect(wide).toHaveLength(1);
  });

  test('a place in the future is not believed', async () => {
    await world.poll();
    const item = world.places.items.get('main');
    const ahead = clock.now + HOUR_MS;
    if (item?.place !== undefined)
      item.place = { ...item.place, lists: { orders: { passedAt: ahead, watermark: ahead } } };
    const id = world.shop.place({ at: clock.now });
    await world.poll();

    expect(await drain()).toEqual([id]);
  });

  test.each([600_000, -600_000])('a shop whose clock is %d ms ahead loses nothing', async (ahead) => {
    world.shop.setClock(ahead);
    const ids: string[] = [];
    for (let polls = 0; polls < 5; polls += 1) {
      ids.push(world.shop.place());
      await world.poll();
    }
    await world.poll();
    expect((await drain()).sort()).toEqual(ids.sort());
  });
});

describe('a shop that fails', () => {
  test.each([
    ['misconfigured', { status: 403 }],
    ['unavailable', { status: 503 }],
    ['unavailable', 'html'],
    ['throttled', { status: 429 }],
  ] as const)('is never a shop without orders: %s', async (because, fault) => {
    await world.poll();
    const id = world.shop.place({ at: clock.now });
    world.shop.misbehaveAlways(fault);
    const [polled] = await world.poll();
    expect(polled).toMatchObject({ failure: { because, list: 'orders' } });
    expect(placeOf()?.failure).toMatchObject({ because });

    world.shop.misbehaveAlways(undefined);
    await world.poll();
    expect([await drain(), placeOf()?.failure]).toEqual([[id], undefined]);
  });

  test('is asked once more with a new token if its token ended', async () => {
    await world.poll();
    world.shop.expireTokens();
    const id = world.shop.place({ at: clock.now });
    await world.poll();
    expect([await drain(), world.shop.tokensGiven()]).toEqual([[id], 2]);
  });

  test('in the middle goes on where it stopped, and its place moves only at the end', async () => {
    await world.stop();
    await start({ largestPage: 5 });
    const ids = Array.from({ length: 12 }, (_, index) => world.shop.place({ at: START - index * 1_000 }));
    await world.poll();
    await drain();
    for (const id of ids) world.shop.touch(id, clock.now);
    const before = placeOf()?.lists['orders']?.passedAt;
    world.shop.onList((request) => {
      if (request % 3 === 2) world.shop.misbehaveAlways({ status: 403 });
    });
    await world.poll();
    expect(placeOf()?.lists['orders']).toMatchObject({ passedAt: before, pass: { isWide: false } });

    world.shop.misbehaveAlways(undefined);
    world.shop.onList(() => undefined);
    await world.poll();
    expect(placeOf()?.lists['orders']?.pass).toBeUndefined();
    expect(placeOf()?.lists['orders']?.passedAt).toBeGreaterThan(before ?? 0);
  });

  test('and no longer knows a stored page is read anew', async () => {
    await world.stop();
    await start({ largestPage: 5 });
    const ids = Array.from({ length: 12 }, (_, index) => world.shop.place({ at: START - index * 1_000 }));
    world.shop.onList((request) => {
      if (request === 2) world.shop.misbehaveAlways({ status: 503 });
    });
    await world.poll();
    world.shop.misbehaveAlways({ status: 400 });
    await world.poll();
    world.shop.misbehaveAlways(undefined);
    world.shop.onList(() => undefined);
    await world.poll();
    expect((await drain()).sort()).toEqual(ids.sort());
  });
});
