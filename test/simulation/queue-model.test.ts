import { expect, test } from 'vitest';
import { createQueueModel } from './queue-model.ts';

const LIMIT = 12_000;
const VISIBILITY_MS = 370_000;

/** Returns a queue with a clock that the test moves, a low limit of messages in flight, and so many messages. */
function full(messages: number) {
  let clock = 0;
  const queue = createQueueModel({ name: 'event', now: () => clock, maxInFlight: LIMIT });
  for (let sent = 0; sent < messages; sent += 1) queue.send('body');
  const pass = (ms: number): void => {
    clock += ms;
  };
  return { queue, pass, received: queue.receive(LIMIT + 1) };
}

test('While as many messages are in flight as SQS allows, nothing more is handed out', () => {
  const { queue, received } = full(LIMIT + 1_000);

  expect(received).toHaveLength(LIMIT);
  expect(queue.receive(10)).toEqual([]);
  expect(queue.inFlight()).toBe(LIMIT);
});

test('A message that is deleted makes room for one', () => {
  const { queue, received } = full(LIMIT + 1_000);
  queue.delete(received[0]?.receiptHandle ?? '');

  expect(queue.receive(10)).toHaveLength(1);
});

test('Messages that are due again are not in flight: they are handed out, whatever their number', () => {
  const { queue, pass } = full(LIMIT + 1_000);
  pass(VISIBILITY_MS);

  expect(queue.inFlight()).toBe(0);
  expect(queue.receive(LIMIT + 1)).toHaveLength(LIMIT);
});

test('What was hidden for longer stays in flight when the others are due', () => {
  const { queue, pass, received } = full(LIMIT + 1_000);
  for (const { receiptHandle } of received.slice(0, 5_000)) queue.hide(receiptHandle, 3_600);
  pass(VISIBILITY_MS);

  expect(queue.inFlight()).toBe(5_000);
  expect(queue.receive(LIMIT)).toHaveLength(LIMIT - 5_000);
  expect(queue.mostInFlight()).toBe(LIMIT);
});

test('A message that is due again cannot be hidden, but deleted, until somebody else receives it', () => {
  const { queue, pass, received } = full(1);
  const [{ receiptHandle } = { receiptHandle: '' }] = received;
  pass(VISIBILITY_MS);

  expect(queue.hide(receiptHandle, 60)).toBe(false);
  expect(queue.delete(receiptHandle)).toBe(true);
  expect(queue.waiting()).toEqual([]);
});

test('A deleted message is handed out again if a server did not hear of it', () => {
  let clock = 0;
  const queue = createQueueModel({ name: 'event', now: () => clock, returnsAfterMs: () => 5_000 });
  queue.send('body');
  const [first] = queue.receive(1);

  expect(queue.delete(first?.receiptHandle ?? '')).toBe(false);
  expect(queue.receive(1)).toEqual([]);
  clock = 5_000;
  expect(queue.receive(1)[0]?.attributes.ApproximateReceiveCount).toBe('2');
});
