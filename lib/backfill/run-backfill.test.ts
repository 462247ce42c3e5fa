import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/a-connection.ts';
import { createMemoryLedger } from '../../test/support/memory-ledger.ts';
import { testOrder } from '../../test/support/test-order.ts';
import { decodeMessage } from '../queue/message.ts';
import { shopify } from '../sources/shopify/source.ts';
import { type BackfillProgress, MAX_WAITING, NOTHING_DONE, runBackfill } from './run-backfill.ts';

/** Runs a backfill of so many orders, with a queue of which this makes the depth and whether it is drained. */
async function run({
  orders,
  depth = () => 0,
  isDrained = true,
  from = NOTHING_DONE,
}: {
  orders: number;
  depth?: () => number;
  isDrained?: boolean;
  from?: BackfillProgress;
}) {
  let clock = Date.parse('2026-11-24T00:00:00.000Z');
  const ledger = createMemoryLedger(() => clock);
  const bodies: string[] = [];
  const checkpoints: BackfillProgress[] = [];
  const sleeps: number[] = [];
  async function* lines(): AsyncGenerator<string> {
    for (let index = 0; index < orders; index += 1)
      yield await Promise.resolve(testOrder({ id: String(index + 1) }));
  }
  const result = await runBackfill(
    {
      queue: {
        async sendAll(batch) {
          bodies.push(...batch);
          for (const message of isDrained ? batch.map(decodeMessage) : []) {
            const claim = { owner: 'drain', leaseUntil: clock + 90_000 };
            await ledger.claim(message, claim);
            await ledger.markSent(message, claim);
          }
        },
      },
      ledger,
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
      onInvalid: () => undefined,
    },
    { source: shopify, connection: aShopConnection(), lines: lines(), from },
  );
  return { result, bodies, checkpoints, sleeps };
}

test('the first order goes alone and is waited for; if it does not arrive, nothing else is sent', async () => {
  const { result, bodies, sleeps } = await run({ orders: 500, isDrained: false });

  expect(result).toEqual({ kind: 'canary-lost', orderId: '1' });
  expect(bodies).toHaveLength(1);
  expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(120_000);
});

test('nothing is added while more than 10,000 messages wait', async () => {
  let looks = 0;
  const { result, sleeps } = await run({
    orders: 1_500,
    depth: () => ((looks += 1) <= 3 ? MAX_WAITING + 1 : MAX_WAITING),
  });

  expect(result).toMatchObject({ kind: 'done', progress: { queued: 1_500 } });
  expect(sleeps).toEqual([5_000, 5_000, 5_000]);
});

test('a run goes on from where another stopped, and its account goes on with it', async () => {
  const from = { lines: 350, queued: 349, events: 349, ignored: { unpaid: 1 }, invalid: 0 };
  const { result, bodies } = await run({ orders: 500, from });

  expect(bodies.map((body) => decodeMessage(body).orderId)[0]).toBe('351');
  expect(result).toEqual({
    kind: 'done',
    progress: { lines: 500, queued: 499, events: 499, ignored: { unpaid: 1 }, invalid: 0 },
  });
});

test('a checkpoint never runs ahead of what the queue has', async () => {
  const { checkpoints, bodies } = await run({ orders: 250 });

  expect(checkpoints.map(({ lines }) => lines)).toEqual([1, 100, 200, 250]);
  expect(bodies).toHaveLength(250);
});
