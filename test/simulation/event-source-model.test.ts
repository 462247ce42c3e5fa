import { expect, test } from 'vitest';
import { startEventSource } from './event-source-model.ts';
import { createQueueModel } from './queue-model.ts';
import { createVirtualTime } from './virtual-time.ts';

const DONE = JSON.stringify({ batchItemFailures: [] });

/** Has so many messages wait, and returns when each batch is handed over, and how many are in it. */
async function handOvers(messages: number) {
  const time = createVirtualTime(0);
  const queue = createQueueModel({ name: 'event', now: () => time.now() });
  const batches: { readonly at: number; readonly size: number }[] = [];
  startEventSource({
    time,
    queue,
    fails: () => false,
    invoke: ({ length }) => {
      batches.push({ at: time.now(), size: length });
      return time.sleep(100).then(() => DONE);
    },
  });
  for (let sent = 0; sent < messages; sent += 1) queue.send('body');
  await time.run({ until: 60_000 });
  return batches;
}

test('100 messages that wait are handed over at once, and fewer when the window is over', async () => {
  expect(await handOvers(230)).toEqual([
    { at: 0, size: 100 },
    { at: 0, size: 100 },
    { at: 5_000, size: 30 },
  ]);
});

test('No more than five batches are under way, however many wait', async () => {
  const batches = await handOvers(1_000);

  expect(batches.map(({ size }) => size)).toEqual(Array(10).fill(100));
  expect(batches.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 100, 100, 100, 100, 100]);
});
