import { afterEach, expect, test } from 'vitest';
import type { PollPorts } from '../../lib/poll/poll-ports.ts';
import { pollShops } from '../../lib/poll/poll-shops.ts';
import { decodeMessage } from '../../lib/queue/message.ts';
import { markAsSent } from '../support/builders/mark-as-sent.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';
import { type PollWorld, startPollWorld } from './poll-world.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const SINCE = '2026-11-23T00:00:00.000Z';
const ORDERS = 13;
const HOUR_MS = 3_600_000;

let world: PollWorld;
afterEach(() => world.stop());

/** Every write of a poll. A kill strikes before it or after it. */
const WRITES = ['take', 'sendAll', 'save', 'release'] as const;
type Write = (typeof WRITES)[number];

/** Given to a poll that was killed: nothing of it happens any more. */
const never = new Promise<never>(() => undefined);

/** Returns ports of which the nth call of a write is the last thing that happens. */
function dyingPorts(
  ports: PollPorts,
  kill: { readonly write: Write; readonly nth: number; readonly when: 'before' | 'after' },
) {
  const { promise: killed, resolve } = Promise.withResolvers<'killed'>();
  const life = { calls: 0, isOver: false };
  const guard =
    <Given extends readonly unknown[], Result>(write: Write, act: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (life.isOver) return never;
      const isFatal = write === kill.write && (life.calls += 1) === kill.nth;
      const result = isFatal && kill.when === 'before' ? undefined : await act(...given);
      if (!isFatal) return result as Result;
      life.isOver = true;
      resolve('killed');
      return never;
    };
  const dying: PollPorts = {
    ...ports,
    queue: { sendAll: guard('sendAll', (...given) => ports.queue.sendAll(...given)) },
    places: {
      read: (id) => ports.places.read(id),
      watchedSince: (id) => ports.places.watchedSince(id),
      take: guard('take', (...given) => ports.places.take(...given)),
      save: guard('save', (...given) => ports.places.save(...given)),
      release: guard('release', (...given) => ports.places.release(...given)),
    },
  };
  return { dying, killed };
}

const kills = WRITES.flatMap((write) =>
  (['before', 'after'] as const).flatMap((when) => [1, 2, 5].map((nth) => ({ write, when, nth }))),
);

test.each(kills)('a poll that is killed $when its write $nth of $write loses nothing', async (kill) => {
  const clock = { now: START };
  const ledger = createMemoryLedger(() => clock.now);
  world = await startPollWorld({ ledger, clock, largestPage: 5, connection: { poll: {}, since: SINCE } });
  const ids = Array.from({ length: ORDERS }, (_, index) =>
    world.shop.place({ at: START - HOUR_MS - index * 1_000 }),
  );

  const { dying, killed } = dyingPorts(world.ports, kill);
  const endsAt = clock.now + 600_000;
  await Promise.race([pollShops(dying, () => endsAt - clock.now), killed]);
  // The lease of the killed poll is over by then.
  await world.poll(HOUR_MS);

  expect([...new Set(await drained(ledger))].sort()).toEqual(ids.sort());
  await world.poll();
  expect(world.queued).toEqual([]);
});

test('two polls at once read a shop once', async () => {
  const clock = { now: START };
  const ledger = createMemoryLedger(() => clock.now);
  world = await startPollWorld({ ledger, clock, largestPage: 5, connection: { poll: {}, since: SINCE } });
  const ids = Array.from({ length: ORDERS }, (_, index) =>
    world.shop.place({ at: START - HOUR_MS - index * 1_000 }),
  );
  const polled = (await Promise.all([world.poll(0), world.poll(0)])).flat();

  expect(polled.map(({ kind }) => kind).sort()).toEqual(['elsewhere', 'polled']);
  expect((await drained(ledger)).sort()).toEqual(ids.sort());
});

test('a poll whose lease was over while it was away writes no place and queues no harm', async () => {
  const clock = { now: START };
  const ledger = createMemoryLedger(() => clock.now);
  world = await startPollWorld({ ledger, clock, largestPage: 5, connection: { poll: {}, since: SINCE } });
  const ids = Array.from({ length: ORDERS }, (_, index) =>
    world.shop.place({ at: START - HOUR_MS - index * 1_000 }),
  );
  world.shop.onList((request) => {
    if (request !== 2) return;
    // Another instance takes over in the middle, an hour later.
    world.shop.onList(() => undefined);
    const item = world.places.items.get('main');
    if (item !== undefined) item.owner = 'another';
  });
  const [polled] = await world.poll(0);
  expect(polled).toMatchObject({ kind: 'polled', failure: { because: 'taken-over' } });

  const item = world.places.items.get('main');
  if (item !== undefined) item.owner = undefined;
  await world.poll();
  expect([...new Set(await drained(ledger))].sort()).toEqual(ids.sort());
});

/** Tells what was queued, and returns the orders. */
async function drained(ledger: ReturnType<typeof createMemoryLedger>): Promise<string[]> {
  const messages = world.queued.splice(0).map(decodeMessage);
  const purchases = messages.filter((message) => message.kind === 'purchase');
  for (const message of purchases) await markAsSent(ledger, message);
  return purchases.map(({ subjectKey }) => subjectKey);
}
