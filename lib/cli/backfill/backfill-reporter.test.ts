import { expect, test } from 'vitest';
import { linesOf } from '../../../test/support/reading/lines-of.ts';
import { createBackfillReporter } from './backfill-reporter.ts';
import { NOTHING_DONE } from './progress.ts';

const LINES = Array.from({ length: 10 }, (_, index) => `personal data of order no. ${index}`);
const SIZE = LINES.join('\n').length + 1;

/** A reporter on a clock, and what it writes. */
function aReporter({ isFile = true, from = 0 }: { isFile?: boolean; from?: number }) {
  let clock = 0;
  const written: string[] = [];
  const reporter = createBackfillReporter({
    complain: (line) => written.push(line),
    size: isFile ? SIZE : undefined,
    from: { ...NOTHING_DONE, lines: from },
    now: () => clock,
  });
  const lines = reporter.reading(linesOf(LINES))[Symbol.asyncIterator]();
  return {
    reporter,
    written,
    wait: (milliseconds: number) => {
      clock += milliseconds;
    },
    /** Reads so many lines in so much time, and reports how many are done. */
    read: async (count: number, milliseconds: number, done = count) => {
      for (let line = 0; line < count; line += 1) await lines.next();
      clock += milliseconds;
      reporter.progressed({ ...NOTHING_DONE, lines: done, queued: done });
    },
  };
}

test('a line every 10 s says the share, the orders and the speed since the line before', async () => {
  const { read, written } = aReporter({});

  await read(1, 9_999, 100);
  await read(4, 1, 200);
  await read(1, 5_000, 250);
  await read(3, 5_000, 500);

  expect(written).toEqual([
    '200 lines (50 %), 200 orders queued, 20 lines a second',
    '500 lines (90 %), 500 orders queued, 30 lines a second',
  ]);
});

test('it says why the backfill pauses', async () => {
  const { reporter, read, wait, written } = aReporter({});

  await read(5, 4_000, 50);
  wait(5_000);
  reporter.queueSeen(10_432);
  wait(5_000);
  reporter.queueSeen(10_432);
  wait(10_000);
  reporter.queueSeen(9_000);

  expect(written).toEqual([
    '50 lines (50 %), 50 orders queued, 4 lines a second, paused: 10432 messages wait',
    '50 lines (50 %), 50 orders queued, 0 lines a second',
  ]);
});

test('a resumed backfill says its current speed', async () => {
  const { read, written } = aReporter({ from: 4 });

  await read(6, 10_000, 104);

  expect(written).toEqual(['104 lines (60 %), 104 orders queued, 10 lines a second']);
});

test('standard input has no share', async () => {
  const { read, written } = aReporter({ isFile: false });

  await read(5, 10_000, 50);

  expect(written).toEqual(['50 lines, 50 orders queued, 5 lines a second']);
});

test('its lines have no content of the export', async () => {
  const { read, written } = aReporter({});

  await read(10, 10_000, 10);

  expect(written.join()).toContain('10 lines');
  expect(written.join()).not.toContain('personal');
});
