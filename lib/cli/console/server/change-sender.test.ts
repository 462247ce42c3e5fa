import { expect, test } from 'vitest';
import type { DeliverySummary, LiveChange } from '../console-api.ts';
import { createChangeSender } from './change-sender.ts';

function delivery(number: number, isSent = false): DeliverySummary {
  return {
    number,
    at: '2026-11-29T00:00:00.000Z',
    source: 'shopify',
    connection: 'main',
    topic: 'orders/paid',
    bytes: 1,
    status: 200,
    outcome: 'queued',
    reason: undefined,
    orderId: '1',
    answeredInMs: 1,
    requests: [],
    isSent,
  };
}

const change = (...deliveries: readonly DeliverySummary[]): LiveChange => ({
  deliveries,
  requests: [],
  standIn: undefined,
});

/** A reader that takes one change whenever it is told to. */
function slowReader() {
  const taken: LiveChange[] = [];
  let takeNext = (): void => undefined;
  const send = createChangeSender((one) => {
    taken.push(one);
    return new Promise((resolve) => {
      takeNext = resolve;
    });
  });
  async function read(): Promise<void> {
    takeNext();
    // Two turns: one for the change that was read, one for the next to be sent.
    await Promise.resolve();
    await Promise.resolve();
  }
  return { taken, send, read };
}

test('a reader that keeps up gets each change', async () => {
  const { taken, send, read } = slowReader();

  send(change(delivery(1)));
  await read();
  send(change(delivery(2)));

  expect(taken).toEqual([change(delivery(1)), change(delivery(2))]);
});

test('a slow reader gets what it missed at once, each delivery as it is by then', async () => {
  const { taken, send, read } = slowReader();
  const settings = { fault: 'quota', unregistered: [] } as const;

  send(change(delivery(1)));
  send(change(delivery(2)));
  send({ ...change(), standIn: settings });
  send(change(delivery(3), delivery(2, true)));
  await read();
  await read();

  expect(taken).toEqual([
    change(delivery(1)),
    { ...change(delivery(3), delivery(2, true)), standIn: settings },
  ]);
});

test('of what a reader misses the newest 500 are kept', async () => {
  const { taken, send, read } = slowReader();

  for (let number = 1; number <= 5_000; number += 1) send(change(delivery(number)));
  await read();

  expect(taken).toHaveLength(2);
  expect(taken[1]?.deliveries.map(({ number }) => number)).toEqual(
    Array.from({ length: 500 }, (_, index) => 5_000 - index),
  );
});
