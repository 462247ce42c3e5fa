import { expect, test } from 'vitest';
import { failedIds } from '../../infra/local/aws/failed-ids.ts';
import { fetchBatch } from '../../lib/fetch/fetch-batch.ts';
import { encodeFetchMessage } from '../../lib/queue/fetch-message.ts';
import { aFetch, givenOrder } from '../support/builders/a-fetch.ts';
import { createQueueModel } from './queue-model.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00Z');
const MINUTE = 60_000;
/** As in `serverless.yml`: the fetching function has two instances, and batches of ten. */
const INSTANCES = 2;
const BATCH_SIZE = 10;
/** Of Cafe24: 40 calls, and two more each second. */
const BUCKET = 40;
const PER_SECOND = 2;
/** How long an order takes to fetch. */
const ANSWER_MS = 200;

interface Arrival {
  readonly mall: string;
  readonly afterMs: number;
  readonly orders: number;
}

/** Plays arrivals of orders to be fetched. Returns for each how many minutes later the last of its orders was queued. */
async function play(arrivals: readonly Arrival[], { fair }: { readonly fair: boolean }): Promise<number[]> {
  const time = createVirtualTime(START);
  const queue = createQueueModel({ name: 'fetches', now: () => time.now() });
  const nameOf = (arrival: number, order: number) => `20261124-${arrival}${String(order).padStart(6, '0')}`;
  const doneAt: number[] = [];
  const left = arrivals.map(({ orders }) => orders);
  const buckets = new Map<string, { level: number; at: number }>();

  async function ask({ shop }: { readonly shop: string }, { path }: { readonly path: string }) {
    await time.sleep(ANSWER_MS);
    const { level, at } = buckets.get(shop) ?? { level: 0, at: time.now() };
    const now = Math.max(0, level - (PER_SECOND * (time.now() - at)) / 1000) + 1;
    buckets.set(shop, { level: now, at: time.now() });
    const headers = { 'x-api-call-limit': `${Math.ceil(now)}/${BUCKET}` };
    return { ...givenOrder(/orders\/([^?]+)/.exec(path)?.[1] ?? ''), headers };
  }

  const { ports } = aFetch({
    ask,
    now: () => time.now(),
    sleep: (ms) => time.sleep(ms),
    queue: {
      sendAll(bodies) {
        for (const body of bodies) {
          const { orderId } = JSON.parse(body) as { orderId: string };
          const arrival = Number(orderId.charAt('20261124-'.length));
          left[arrival] = (left[arrival] ?? 0) - 1;
          doneAt[arrival] = time.now();
        }
        return Promise.resolve();
      },
    },
    visibility: {
      hide(changes) {
        for (const { receiptHandle, seconds } of changes) queue.hide(receiptHandle, seconds);
        return Promise.resolve({ failed: 0, reasons: [] });
      },
    },
  });

  async function work(): Promise<never> {
    for (;;) {
      const records = queue.receive(BATCH_SIZE);
      if (records.length === 0) {
        await time.sleep(1_000);
        continue;
      }
      const end = time.now() + 90_000;
      const answer = await fetchBatch(ports, { records, remainingMs: () => end - time.now() });
      const ids = records.map(({ messageId }) => messageId);
      const kept = new Set(failedIds(JSON.stringify(answer), ids));
      for (const { messageId, receiptHandle } of records)
        if (!kept.has(messageId)) queue.delete(receiptHandle);
    }
  }

  for (const [arrival, { mall, afterMs, orders }] of arrivals.entries()) {
    time.after(afterMs, () => {
      for (let order = 0; order < orders; order += 1) {
        const body = encodeFetchMessage({
          kind: 'order',
          connection: mall,
          source: 'cafe24',
          reference: { orderId: nameOf(arrival, order), parameters: { shop_no: '1' } },
          deliveryId: 'd',
          receivedAt: new Date(time.now()).toISOString(),
          traceId: 't',
        });
        queue.send(body, undefined, fair ? mall : undefined);
      }
    });
  }
  for (let instance = 0; instance < INSTANCES; instance += 1) void work();
  await time.run({ until: START + 48 * 60 * MINUTE, isDone: () => left.every((count) => count === 0) });
  expect(left.every((count) => count === 0)).toBe(true);
  return arrivals.map(({ afterMs }, arrival) => ((doneAt[arrival] ?? 0) - START - afterMs) / MINUTE);
}

const rush: readonly Arrival[] = [
  { mall: 'a', afterMs: 0, orders: 1_000 },
  { mall: 'b', afterMs: 1_000, orders: 1 },
  { mall: 'b', afterMs: 4 * MINUTE, orders: 1 },
  { mall: 'b', afterMs: 6 * MINUTE, orders: 1 },
];

test('without groups, the orders of a quiet mall wait for all orders of a busy one', async () => {
  const [busy = 0, ...quiet] = await play(rush, { fair: false });

  expect(busy).toBeCloseTo(8.1, 0);
  for (const [index, minutes] of quiet.entries()) {
    expect(minutes).toBeGreaterThan(busy - (rush[index + 1]?.afterMs ?? 0) / MINUTE - 0.5);
  }
});

test('with groups, they are fetched within a minute, and the busy mall is as fast as before', async () => {
  const [busy = 0, first = 9, second = 9, third = 9] = await play(rush, { fair: true });

  expect(busy).toBeCloseTo(8.1, 0);
  expect(first).toBeLessThan(1);
  expect(second).toBeLessThan(1);
  // By AWS's rule a mall that sent nothing for five minutes is quiet, however much of it waits.
  expect(third).toBeGreaterThan(1);
});
