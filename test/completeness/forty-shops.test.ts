import { afterEach, expect, test } from 'vitest';
import type { PollPorts } from '../../lib/poll/poll-ports.ts';
import { pollShops } from '../../lib/poll/poll-shops.ts';
import { decodeMessage } from '../../lib/queue/message.ts';
import { createGrantedTokens } from '../../lib/shop-client/granted-tokens.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';
import { POLL_EVERY_MS, type PollWorld, startPollWorld } from './poll-world.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const SINCE = '2026-11-23T00:00:00.000Z';
const SHOPS = 40;
const ORDERS = 3;
const FAILING = { throttled: 3, hanging: 17 };

const worlds: PollWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

const nameOf = (at: number): string => `shop-${at}`;

/** Starts shops, each a server of its own, and returns the ports of one function that polls them all. */
async function startShops(clock: { now: number }): Promise<PollPorts> {
  const ledger = createMemoryLedger(() => clock.now);
  for (let at = 0; at < SHOPS; at += 1) {
    worlds.push(
      await startPollWorld({
        ledger,
        clock,
        connection: { poll: {}, since: SINCE, shop: `${nameOf(at)}.myshopify.com` },
        // Only the shop that hangs is given up early, so that a busy machine makes no other late.
        ...(at === FAILING.hanging && { answerTimeoutMs: 100 }),
      }),
    );
  }
  const [first] = worlds;
  if (first === undefined) throw new Error('There is no shop');
  const worldOf = new Map(worlds.map((world, at) => [nameOf(at), world]));
  const byShop = new Map(worlds.map((world) => [world.connection.shop, world]));
  const ask: PollPorts['ask'] = (shop, request) => (byShop.get(shop.shop) ?? first).ports.ask(shop, request);
  const { telemetry, now } = first.ports;
  return {
    ...first.ports,
    connectionIds: () => Promise.resolve([...worldOf.keys()]),
    connections: {
      find: (id) =>
        Promise.resolve({ kind: 'found', value: { ...(worldOf.get(id) ?? first).connection, id } }),
    },
    ask,
    granted: createGrantedTokens({ ask, telemetry, now }),
  };
}

test('a shop that is busy and a shop that hangs hold up none of the other 38', async () => {
  const clock = { now: START };
  const ports = await startShops(clock);
  const poll = () => {
    clock.now += POLL_EVERY_MS;
    const endsAt = clock.now + 600_000;
    return pollShops(ports, () => endsAt - clock.now);
  };
  await poll();
  const ids = worlds.map(({ shop }, at) =>
    // Each shop numbers its orders alike; the time of the order tells them apart.
    Array.from({ length: ORDERS }, (_, index) => shop.place({ at: clock.now + at * 10_000 + index })),
  );
  worlds[FAILING.throttled]?.shop.misbehaveAlways({ status: 429 });
  worlds[FAILING.hanging]?.shop.misbehaveAlways('hang');
  const polled = await poll();

  const failed = polled.flatMap((one) =>
    one.kind === 'polled' && one.failure !== undefined ? [`${one.connection}: ${one.failure.because}`] : [],
  );
  expect(failed.sort()).toEqual([
    `${nameOf(FAILING.hanging)}: unavailable`,
    `${nameOf(FAILING.throttled)}: throttled`,
  ]);
  const healthy = polled.filter(
    (one) => one.kind === 'polled' && one.failure === undefined && one.lagMs < POLL_EVERY_MS,
  );
  expect(healthy).toHaveLength(SHOPS - 2);

  const queued = worlds[0]?.queued.map(decodeMessage) ?? [];
  const keys = queued.flatMap((message) =>
    message.kind === 'purchase' ? `${message.shop} ${message.subjectKey}` : [],
  );
  const expected = worlds.flatMap(({ connection }, at) =>
    Object.values(FAILING).includes(at) ? [] : (ids[at] ?? []).map((id) => `${connection.shop} ${id}`),
  );
  expect(keys.sort()).toEqual(expected.sort());
});
