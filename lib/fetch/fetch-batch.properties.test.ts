import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aFetch,
  answered,
  aToken,
  type FetchWorld,
  fetchRecords,
  foundShop,
  givenOrder,
  type NamedOrder,
  unanswered,
} from '../../test/support/builders/a-fetch.ts';
import { aRecord } from '../../test/support/builders/queue-records.ts';
import { DAY_MS } from '../queue/worker/fate.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { FetchPorts } from './fetch-ports.ts';

const connections = ['one', 'two', 'three'];

const named: fc.Arbitrary<NamedOrder> = fc.record({
  orderId: fc.constantFrom('20261124-0000001', '20261124-0000002', '20261124-0000003', '20261124-0000004'),
  connection: fc.constantFrom(...connections),
  source: fc.constantFrom('cafe24', 'cafe24', 'cafe24', 'shopify'),
  receives: fc.integer({ min: 1, max: 900 }),
  ageMs: fc.oneof(fc.integer({ min: 0, max: 3_600_000 }), fc.integer({ min: 0, max: 13 * DAY_MS })),
});
const records = fc
  .array(fc.oneof({ weight: 6, arbitrary: named }, fc.constantFrom('', 'no JSON', '{"v":1}', '{"v":2}')), {
    maxLength: 10,
  })
  .map((entries) => entries.map(toRecord));

function toRecord(entry: NamedOrder | string, index: number): QueueRecord {
  const body = typeof entry === 'string' ? entry : (fetchRecords([entry])[0]?.body ?? '');
  return aRecord({ ...(typeof entry === 'object' && entry), messageId: `record-${index}`, body });
}

type Answer = (orderId: string) => HttpAnswer;

const headers = fc.constantFrom({}, { 'x-api-call-limit': '40/40' }, { 'x-cafe24-call-remain': '70' });
const names = fc.constantFrom('member-krw', 'unpaid', 'marketplace-safe-number', 'missing-figures');
const statuses = fc.constantFrom(200, 302, 400, 401, 403, 404, 422, 429, 500, 503);
const anAnswer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ name: names, headers }).map(
    (given): Answer =>
      (orderId) =>
        givenOrder(orderId, given),
  ),
  fc.tuple(statuses, headers).map(
    ([status, more]): Answer =>
      () =>
        answered(status, '{}', more),
  ),
  fc.constantFrom<Answer>(() => unanswered, fail),
);

const aPlace = fc.constantFrom('found', 'found', 'found', 'unknown', 'unavailable', 'no token', 'fault');

const aWorld = fc.record({
  /** Of each connection. */
  places: fc.tuple(aPlace, aPlace, aPlace),
  /** In the order they are asked for, round and round. */
  answers: fc.array(anAnswer, { minLength: 1, maxLength: 12 }),
  remainingMs: fc.constantFrom(30_000, 60_000, 90_000),
  broken: fc.subarray(['queue', 'parked', 'deadLetters', 'sleep'] as const),
});

type World = typeof aWorld extends fc.Arbitrary<infer Value> ? Value : never;

function fail(): never {
  throw new TypeError('a fault of ours');
}

const brokenPorts: Partial<FetchPorts> = {
  queue: { sendAll: () => Promise.reject(new Error('a fault of ours')) },
  parked: { park: () => Promise.reject(new Error('a fault of ours')) },
  deadLetters: { sendAll: () => Promise.resolve(new Set()) },
  sleep: () => Promise.reject(new Error('a fault of ours')),
};

/** Fetches in such a world. Throws if the account of the records does not balance. */
async function fetchIn({ places, answers, remainingMs, broken }: World, given: readonly QueueRecord[]) {
  const fetching = aFetch(Object.fromEntries(broken.map((port) => [port, brokenPorts[port]])));
  const placeOf = (id: string) => places[connections.indexOf(id)];
  const world: FetchWorld = {
    shop: (id) => {
      const kind = placeOf(id);
      if (kind === 'fault') fail();
      return kind === 'unknown' || kind === 'unavailable' ? { kind, cause: 'unavailable' } : foundShop(id);
    },
    token: (id) =>
      placeOf(id) === 'no token' ? { kind: 'unauthorized', code: 'not-authorized' } : aToken('token'),
    answer: ({ orderId }) =>
      answers[(fetching.seen.asked.length - 1) % answers.length]?.(orderId) ?? unanswered,
    remainingMs: () => remainingMs - fetching.seen.slept.reduce((total, ms) => total + ms, 0),
  };
  return { ...fetching, failed: await fetching.fetch(given, world) };
}

test('any mix of records and answers: every record has one fate, and the account balances', async () => {
  await fc.assert(
    fc.asyncProperty(records, aWorld, async (given, world) => {
      const { seen, telemetry, failed } = await fetchIn(world, given);

      // Records that stay queued are hidden, once each, and no others.
      const hidden = seen.hidden.map(({ receiptHandle }) => receiptHandle.replace('handle-of-', ''));
      expect(hidden.sort()).toEqual([...failed].sort());
      expect(new Set(failed).size).toBe(failed.length);
      // All that is counted as done did happen.
      const { FetchDone = 0, FetchParked = 0 } = telemetry.counts;
      expect([seen.queued.length, seen.parked.length]).toEqual([FetchDone, FetchParked]);
      const dead = Object.entries(telemetry.counts).filter(([key]) => key.startsWith('FetchDead'));
      expect(seen.buried).toHaveLength(dead.reduce((total, [, count]) => total + count, 0));
    }),
    { numRuns: 500 },
  );
});
