import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { invokeInProcess } from './invoke-in-process.ts';

const settings = { name: 'function', timeoutMs: 60_000 };

test('The answer comes out as JSON', async () => {
  const invoke = invokeInProcess((event: { a: number }) => Promise.resolve({ b: event.a }), settings);

  expect(await invoke({ a: 1 })).toEqual({ kind: 'response', body: '{"b":1}' });
});

test('A handler that returns nothing answers null', async () => {
  const invoke = invokeInProcess(() => Promise.resolve(undefined), settings);

  expect(await invoke({})).toEqual({ kind: 'response', body: 'null' });
});

test('A handler that throws is an error, and its cause is passed on', async () => {
  const causes: unknown[] = [];
  const invoke = invokeInProcess(() => Promise.reject(new Error('broken')), {
    ...settings,
    onError: (error) => causes.push(error),
  });

  expect(await invoke({})).toEqual({ kind: 'error' });
  expect(causes).toEqual([new Error('broken')]);
});

test('A handler that takes too long is a time-out, and its context saw the time run out', async () => {
  const remaining: number[] = [];
  const invoke = invokeInProcess(
    async (_event, context) => {
      do {
        remaining.push(context.getRemainingTimeInMillis());
        await sleep(20);
      } while (remaining.at(-1) !== 0);
    },
    { ...settings, timeoutMs: 200 },
  );

  expect(await invoke({})).toEqual({ kind: 'timeout' });
  expect(Math.max(...remaining)).toBeLessThanOrEqual(200);
  expect(remaining).toEqual(remaining.toSorted((a, b) => b - a));
});

test('Invocations run one at a time, on copies of their events', async () => {
  const event = { order: [] as string[] };
  const seen: string[] = [];
  const invoke = invokeInProcess(async (given: typeof event) => {
    given.order.push('changed');
    seen.push('start');
    await sleep(10);
    seen.push('end');
  }, settings);
  await Promise.all([invoke(event), invoke(event)]);

  expect(seen).toEqual(['start', 'end', 'start', 'end']);
  expect(event.order).toEqual([]);
});
