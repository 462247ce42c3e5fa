import { expect, test } from 'vitest';
import { eraseBatch } from '../../lib/erase/erase-batch.ts';
import { fetchBatch } from '../../lib/fetch/fetch-batch.ts';
import { encodeErasureMessage } from '../../lib/queue/erasure-message.ts';
import type { Batch } from '../../lib/queue/worker/work-batch.ts';
import { aFetch, fetchRecords } from '../support/builders/a-fetch.ts';
import { anEraser } from '../support/builders/an-eraser.ts';
import { anErasure } from '../support/builders/an-erasure.ts';
import { startEventSource } from './event-source-model.ts';
import { createKills } from './kills.ts';
import { createQueueModel } from './queue-model.ts';
import { createRandom } from './random.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const DAY_MS = 86_400_000;
const FUNCTION_TIMEOUT_MS = 90_000;
/** As in `serverless.yml`, of both. */
const BATCH_SIZE = 10;
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);
const COUNT = 40;
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
const orderIds = numbers.map((number) => `20261124-${String(number).padStart(7, '0')}`);

interface Work {
  readonly seed: number;
  readonly bodies: readonly string[];
  readonly ports: object;
  readonly run: (ports: never, batch: Batch) => Promise<unknown>;
  /** Of each call, that it is the last one. */
  readonly probability: number;
  /** The clock of the ports, which follows the virtual one. */
  readonly clock: { now: number };
}

/** Has a worker work through a queue while it is killed. Returns how often, by call, and what waits. */
async function workUnderKills({ seed, bodies, ports, run, probability, clock }: Work) {
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const queue = createQueueModel({ name: 'work', now: () => time.now() });
  const struck = new Map<string, number>();
  startEventSource({
    time,
    queue,
    batchSize: BATCH_SIZE,
    fails: () => random() < 0.02,
    async invoke(records) {
      const startedAt = time.now();
      clock.now = startedAt;
      const kills = createKills(random, probability, (kind) => struck.set(kind, (struck.get(kind) ?? 0) + 1));
      const visibility = {
        hide: (changes: readonly { readonly receiptHandle: string; readonly seconds: number }[]) => {
          const failed = changes.filter(({ receiptHandle, seconds }) => !queue.hide(receiptHandle, seconds));
          return Promise.resolve({ failed: failed.length, reasons: ['model'] });
        },
      };
      const guarded = kills.guard({ ...ports, visibility });
      const remainingMs = (): number => FUNCTION_TIMEOUT_MS - (time.now() - startedAt);
      const running = run(guarded as never, { records, remainingMs });
      const answer = await Promise.race([running, kills.killed]);
      return answer === undefined ? undefined : JSON.stringify(answer);
    },
  });
  for (const body of bodies) queue.send(body);
  await time.run({ until: START + 2 * DAY_MS });
  return { struck, waiting: queue.waiting().length };
}

test('A fetcher that is killed before and after its calls queues every order at least once', async () => {
  const kinds = new Set<string>();
  for (const seed of SEEDS) {
    const fetching = aFetch();
    const { struck, waiting } = await workUnderKills({
      seed,
      bodies: fetchRecords(orderIds.map((orderId) => ({ orderId }))).map(({ body }) => body),
      ports: fetching.ports,
      run: fetchBatch,
      probability: 0.01,
      clock: fetching.clock,
    });

    expect(waiting, `seed ${seed}`).toBe(0);
    expect(new Set(fetching.queuedOrders()), `seed ${seed}`).toEqual(new Set(orderIds));
    expect(fetching.seen.buried).toEqual([]);
    for (const kind of struck.keys()) kinds.add(kind);
  }
  expect([...kinds]).toEqual(expect.arrayContaining(bothSidesOf(['ask', 'queue.sendAll', 'tokens.get'])));
});

test('An eraser that is killed before and after its calls deletes every customer, here and at Dfinery', async () => {
  const kinds = new Set<string>();
  for (const seed of SEEDS) {
    const eraser = anEraser({ parked: Object.fromEntries(numbers.map(parkedOf)) });
    const { struck, waiting } = await workUnderKills({
      seed,
      bodies: numbers.map((number) => encodeErasureMessage(erasureOf(number))),
      ports: eraser.ports,
      run: eraseBatch,
      probability: 0.03,
      clock: eraser.ports.clock,
    });

    expect(waiting, `seed ${seed}`).toBe(0);
    expect(eraser.keys(), `seed ${seed}`).toEqual([]);
    const asked = eraser.seen.sent.map(
      ({ body }) => (body as { identity: { external_id: string } }).identity,
    );
    expect(new Set(asked.map(({ external_id: id }) => id)), `seed ${seed}`).toEqual(new Set(customers));
    const records = await eraser.records.list();
    expect(records.map(({ dfinery }) => dfinery)).toEqual(numbers.map(() => 'deleted'));
    expect(eraser.ports.buried).toEqual([]);
    for (const kind of struck.keys()) kinds.add(kind);
  }
  const calls = ['dfinery.post', 'records.begin', 'records.finish', 'parked.get', 'profiles.claim'];
  expect([...kinds]).toEqual(expect.arrayContaining(bothSidesOf(calls)));
});

const customers = numbers.map((number) => `c-${number}`);

function parkedOf(number: number): [string, { customer: { id: string } }] {
  return [`main/${number}`, { customer: { id: `c-${number}` } }];
}

function erasureOf(number: number) {
  const id = `c-${number}`;
  const ids = { id: `request-${number}`, digest: `digest-${number}` };
  return anErasure({ ...ids, identity: { external_id: id }, customerIds: [id], emails: [] });
}

function bothSidesOf(calls: readonly string[]): string[] {
  return calls.flatMap((call) => [`${call} before`, `${call} after`]);
}
