import { expect, test } from 'vitest';
import { type EventSourceOptions, startEventSource } from './event-source-model.ts';
import { createQueueModel } from './queue-model.ts';
import { createVirtualTime } from './virtual-time.ts';

const HOUR_MS = 3_600_000;
const WINDOW_MS = 5_000;
const DONE = JSON.stringify({ batchItemFailures: [] });

interface Setting extends Pick<EventSourceOptions, 'throttledMs' | 'concurrency'> {
  readonly body?: string;
  readonly isOff?: (now: number) => boolean;
  readonly until?: number;
}

/** Has so many messages wait, and returns when each batch is handed over, how many are in it, and the queue. */
async function run(
  messages: number,
  { isOff = () => false, until = 60_000, body = 'body', ...more }: Setting = {},
) {
  const time = createVirtualTime(0);
  const queue = createQueueModel({ name: 'event', now: () => time.now() });
  const batches: { readonly at: number; readonly size: number }[] = [];
  startEventSource({
    time,
    queue,
    fails: () => false,
    isOff: () => isOff(time.now()),
    invoke: ({ length }) => {
      batches.push({ at: time.now(), size: length });
      return time.sleep(100).then(() => DONE);
    },
    ...more,
  });
  for (let sent = 0; sent < messages; sent += 1) queue.send(body);
  await time.run({ until });
  return { batches, receives: [...queue.messages.values()].map((message) => message.receives) };
}

test('100 messages that wait are handed over at once, and fewer when the window is over', async () => {
  const { batches } = await run(230);

  expect(batches).toEqual([
    { at: 0, size: 100 },
    { at: 0, size: 100 },
    { at: 5_000, size: 30 },
  ]);
});

test('No more than five batches are under way, however many wait', async () => {
  const { batches } = await run(1_000);

  expect(batches.map(({ size }) => size)).toEqual(Array(10).fill(100));
  expect(batches.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 100, 100, 100, 100, 100]);
});

test('Thirty are, if it is told so', async () => {
  const { batches } = await run(5_000, { concurrency: 30 });

  expect(batches.slice(0, 31).map(({ at }) => at)).toEqual([...Array<number>(30).fill(0), 100]);
});

test('A batch that would hold more than 6 MB is handed over without what does not fit, and that begins the next one', async () => {
  const { batches, receives } = await run(14, { body: 'x'.repeat(1_000_000) });

  expect(batches).toEqual([
    { at: 0, size: 6 },
    { at: 0, size: 6 },
    { at: 5_000, size: 2 },
  ]);
  expect(new Set(receives)).toEqual(new Set([1]));
});

test('While the mapping is off nothing is received, and no receive is used up', async () => {
  const { batches, receives } = await run(30, { isOff: (now) => now < HOUR_MS, until: 2 * HOUR_MS });

  expect(batches).toEqual([{ at: HOUR_MS + WINDOW_MS, size: 30 }]);
  expect(new Set(receives)).toEqual(new Set([1]));
});

test('A throttled invocation comes late, with receives of its own', async () => {
  const { batches, receives } = await run(30, { throttledMs: () => 100_000, until: HOUR_MS });

  expect(batches).toEqual([{ at: WINDOW_MS + 100_000, size: 30 }]);
  expect(new Set(receives)).toEqual(new Set([1]));
});

test('A batch that is throttled for longer than its messages are hidden is given up and received again', async () => {
  const waits = [400_000, undefined];
  const { batches, receives } = await run(30, { throttledMs: () => waits.shift(), until: HOUR_MS });

  expect(batches).toHaveLength(1);
  expect(batches[0]?.at).toBeGreaterThan(370_000);
  expect(new Set(receives)).toEqual(new Set([2]));
});
