import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { aRefundShop } from '../../../test/support/builders/a-refund-fetch.ts';
import { bulkOrder, toLines } from '../../../test/support/builders/bulk-order.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { createMemoryLedger } from '../../../test/support/doubles/memory-ledger.ts';
import { memoryTombstones } from '../../../test/support/doubles/memory-tombstones.ts';
import { decodeEvent } from '../../../test/support/reading/decode-event.ts';
import { expectGroup } from '../../../test/support/reading/expect-group.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { linesOf } from '../../../test/support/reading/lines-of.ts';
import type { ShopConnection } from '../../model/connection.ts';
import { decodeFetchMessage } from '../../queue/fetch-message.ts';
import { decodeMessage } from '../../queue/message.ts';
import { shopify } from '../../sources/shopify/source.ts';
import type { Source } from '../../sources/source.ts';
import { woocommerce } from '../../sources/woocommerce/source.ts';
import { type BackfillProgress, NOTHING_DONE } from './progress.ts';
import { MAX_WAITING, runBackfill } from './run-backfill.ts';

const restOrders = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => testOrder({ id: String(index + 1) }));

/** Runs a backfill of these lines. `depth` and `isDrained` are what the queue says. */
async function run({
  lines,
  depth = () => 0,
  isDrained = true,
  erased = [],
  from = NOTHING_DONE,
  source = shopify,
  connection = aShopConnection(),
}: {
  lines: readonly string[];
  depth?: () => number;
  isDrained?: boolean;
  /** Ids of orders whose customer was erased. */
  erased?: readonly string[];
  from?: BackfillProgress;
  source?: Source;
  connection?: ShopConnection;
}) {
  let clock = Date.parse('2026-11-24T00:00:00.000Z');
  const ledger = createMemoryLedger(() => clock);
  const bodies: string[] = [];
  const fetches: string[] = [];
  const checkpoints: BackfillProgress[] = [];
  const sleeps: number[] = [];
  const canaries: string[] = [];
  const problems: [line: number, problem: string][] = [];
  const result = await runBackfill(
    {
      queue: {
        async sendAll(batch, group) {
          expectGroup(batch, group);
          bodies.push(...batch);
          for (const message of isDrained ? batch.map(decodeEvent) : []) {
            const claim = { owner: 'drain', leaseUntil: clock + 90_000 };
            await ledger.claim(message, claim);
            await ledger.markSent(message, claim);
          }
        },
      },
      fetches: {
        sendAll(batch, group) {
          expectGroup(batch, group);
          return Promise.resolve(void fetches.push(...batch));
        },
      },
      ledger,
      tombstones: memoryTombstones(({ orderId = '' }) => erased.includes(orderId)),
      waiting: () => Promise.resolve(depth()),
      now: () => new Date(clock),
      sleep: (ms) => {
        clock += ms;
        sleeps.push(ms);
        return Promise.resolve();
      },
      checkpoint: (progress) => {
        checkpoints.push(progress);
        return Promise.resolve();
      },
      onCanary: (orderId) => {
        canaries.push(orderId);
        return Promise.resolve();
      },
      onInvalid: ({ line, problem }) => {
        problems.push([line, problem]);
      },
    },
    { source, connection, lines: linesOf(lines), from },
  );
  return { result, bodies, fetches, checkpoints, sleeps, canaries, problems };
}

test('the first order is queued alone; if it does not arrive, nothing else is sent', async () => {
  const { result, bodies, sleeps, canaries } = await run({ lines: restOrders(500), isDrained: false });

  expect(result).toEqual({ kind: 'canary-lost', orderId: '1' });
  expect(bodies).toHaveLength(1);
  expect(canaries).toEqual(['1']);
  expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(120_000);
});

test('an order that was called off is no canary: nothing may have to be sent of it', async () => {
  const [first = '', ...others] = restOrders(3);
  const closed = {
    ...(JSON.parse(first) as object),
    financial_status: 'voided',
    cancelled_at: '2026-11-24T00:00:00Z',
  };
  const connection = aShopConnection({ purchaseOn: 'created' });
  const { result, bodies, canaries } = await run({ lines: [JSON.stringify(closed), ...others], connection });

  expect(result.kind).toBe('done');
  expect(bodies.map((body) => decodeMessage(body).kind)).toEqual(['closing', 'purchase', 'purchase']);
  expect(canaries).toEqual(['2']);
});

test('refunds whose lines the connection has fetched go into that queue', async () => {
  const order = fixture(woocommerce, 'order.updated.refunded-in-part').rawBody.toString();
  const shop = { source: woocommerce, connection: aRefundShop() };
  const { bodies, fetches } = await run({ lines: [order], ...shop });

  expect(bodies.map((body) => decodeMessage(body).kind)).toEqual(['purchase']);
  expect(fetches.map((body) => decodeFetchMessage(body).kind)).toEqual(['refund', 'refund']);
  expect((await run({ lines: [order], ...shop, erased: ['172'] })).fetches).toEqual([]);
});

test('nothing is added while more than 10,000 messages wait', async () => {
  let looks = 0;
  const { result, sleeps } = await run({
    lines: restOrders(1_500),
    depth: () => ((looks += 1) <= 3 ? MAX_WAITING + 1 : MAX_WAITING),
  });

  expect(result).toMatchObject({ kind: 'done', progress: { queued: 1_500 } });
  expect(sleeps).toEqual([5_000, 5_000, 5_000]);
});

test('a run resumes where another stopped, and continues its account', async () => {
  const from = { lines: 350, queued: 349, events: 349, ignored: { unpaid: 1 }, invalid: 0, other: 0 };
  const { result, bodies } = await run({ lines: restOrders(500), from });

  expect(bodies.map((body) => decodeEvent(body).subjectKey)[0]).toBe('351');
  expect(result).toEqual({
    kind: 'done',
    progress: { lines: 500, queued: 499, events: 499, ignored: { unpaid: 1 }, invalid: 0, other: 0 },
  });
});

test('a checkpoint never runs ahead of what the queue has', async () => {
  const { checkpoints, bodies } = await run({ lines: restOrders(250) });

  expect(checkpoints.map(({ lines }) => lines)).toEqual([1, 100, 200, 250]);
  expect(bodies).toHaveLength(250);
});

test('an order that is too long for the queue is reported like any other that cannot be read', async () => {
  const tooLong = testOrder({ id: '1', title: 'x'.repeat(1_100_000) });
  const { result, problems } = await run({ lines: [tooLong, testOrder({ id: '2' })] });

  expect(problems).toEqual([[1, 'line_items: too long for one queue message']]);
  expect(result).toMatchObject({ progress: { lines: 2, queued: 1, invalid: 1 } });
});

test('an order that cannot be read is reported by its first line; empty lines and rows count', async () => {
  const order = (id: string) => toLines(bulkOrder({ id, lines: 2 }));
  const { problems } = await run({
    lines: [...order('1'), '', 'no JSON', ...order('2').slice(1), ...order('3').slice(0, 2), ...order('4')],
  });

  expect(problems.map(([line]) => line)).toEqual([1, 7, 10]);
});

test('orders of erased customers are ignored, and the run waits for the first that is queued', async () => {
  const { result, bodies, canaries } = await run({ lines: restOrders(150), erased: ['1', '2', '120'] });

  expect(canaries).toEqual(['3']);
  expect(bodies.map((body) => decodeMessage(body).subjectKey)).not.toEqual(
    expect.arrayContaining(['1', '2', '120']),
  );
  expect(result).toMatchObject({
    kind: 'done',
    progress: { lines: 150, queued: 147, events: 147, ignored: { erased: 3 } },
  });
});

/** Whole orders, broken ones, ignored ones, stray rows, and lines that are no order. */
const anyPiece = fc
  .nat({ max: 9_999 })
  .chain((id) =>
    fc.constantFrom(
      toLines(bulkOrder({ id: String(id + 1) })),
      toLines(bulkOrder({ id: String(id + 1), lines: 120 })),
      toLines(bulkOrder({ id: String(id + 1), order: { displayFinancialStatus: 'PENDING' } })),
      toLines(bulkOrder({ id: String(id + 1), lines: 3 })).slice(0, 2),
      toLines(bulkOrder({ id: String(id + 1), lines: 3 })).slice(2),
      [testOrder({ id: String(id + 1) })],
      ['no JSON'],
      ['', ' '],
    ),
  );

describe('for any export,', () => {
  test('lines = queued + ignored + invalid + other', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyPiece, { maxLength: 20 }), async (pieces) => {
        const { result, bodies, problems } = await run({ lines: pieces.flat() });
        if (result.kind !== 'done') throw new Error(`${result.kind} ${result.orderId}`);
        const { lines, queued, events, ignored, invalid, other } = result.progress;

        expect(lines).toBe(pieces.flat().length);
        expect(lines).toBe(
          queued + Object.values(ignored).reduce((sum, count) => sum + count, 0) + invalid + other,
        );
        expect(events).toBe(bodies.length);
        expect(invalid).toBe(problems.length);
      }),
    ));

  test('a run resumed from a checkpoint ends with the same account, and no order is cut in two', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyPiece, { minLength: 110, maxLength: 130 }), async (pieces) => {
        const lines = pieces.flat();
        const whole = await run({ lines });
        for (const from of whole.checkpoints) {
          const rest = await run({ lines, from });

          expect(rest.result).toEqual(whole.result);
          expect(idsOf(rest.bodies)).toEqual(idsOf(whole.bodies.slice(from.events)));
        }
      }),
      { numRuns: 5 },
    ));
});

function idsOf(bodies: readonly string[]): string[] {
  return bodies.map((body) => decodeEvent(body).event.event_log_id);
}
