import { expect, test } from 'vitest';
import { linesOf } from '../../test/support/lines-of.ts';
import { NOTHING_DONE } from '../backfill/progress.ts';
import { createBackfillReporter } from './backfill-reporter.ts';

const LINES = Array.from({ length: 10 }, (_, index) => `personal data of order no. ${index}`);
const SIZE = LINES.join('\n').length + 1;

/** A reporter on a clock, and what it shows and writes. */
function aReporter({
  isTerminal = true,
  isFile = true,
  from = 0,
}: {
  isTerminal?: boolean;
  isFile?: boolean;
  from?: number;
}) {
  let clock = 0;
  const shown: string[] = [];
  const written: string[] = [];
  const reporter = createBackfillReporter({
    terminal: {
      showStatus: isTerminal ? (text) => shown.push(text) : undefined,
      complain: (line) => written.push(line),
    },
    size: isFile ? SIZE : undefined,
    from: { lines: from },
    now: () => clock,
  });
  const lines = reporter.reading(linesOf(LINES))[Symbol.asyncIterator]();
  return {
    reporter,
    shown,
    written,
    /** Reads so many lines in so much time, and reports them. */
    read: async (count: number, milliseconds: number, done = count) => {
      for (let line = 0; line < count; line += 1) await lines.next();
      clock += milliseconds;
      reporter.progressed({ ...NOTHING_DONE, lines: done, queued: done });
    },
  };
}

test('on a terminal a bar tells share, speed and the time that is left', async () => {
  const { read, shown, written } = aReporter({});

  await read(5, 1_000, 5);

  expect(shown).toEqual(['[██████████░░░░░░░░░░] 50 %  5 lines  5/s  ETA 0:01']);
  expect(written).toEqual([]);
});

test('the bar is drawn anew ten times a second at most', async () => {
  const { read, shown } = aReporter({});

  await read(1, 100, 1);
  await read(1, 50, 2);
  await read(1, 50, 3);

  expect(shown.map((bar) => /\d lines/.exec(bar)?.[0])).toEqual(['1 lines', '3 lines']);
});

test('it says how many messages wait, and when the backfill waits for them', async () => {
  const { reporter, read, shown } = aReporter({});

  await read(5, 1_000, 5);
  reporter.queueSeen(10_432);
  reporter.queueSeen(9_000);
  await read(1, 1_000, 6);

  expect(shown.slice(1)).toEqual([
    '[██████████░░░░░░░░░░] 50 %  5 lines  5/s  waiting 10,432  paused until 10,000 wait',
    '[████████████░░░░░░░░] 60 %  6 lines  3/s  waiting 9,000  ETA 0:01',
  ]);
});

test('whoever goes on sees the speed of now, not that of lines that are left out', async () => {
  const { read, shown } = aReporter({ from: 4 });

  await read(6, 1_000, 6);

  expect(shown).toEqual(['[████████████░░░░░░░░] 60 %  6 lines  2/s  ETA 0:02']);
});

test('standard input has neither share nor an end', async () => {
  const { read, shown } = aReporter({ isFile: false });

  await read(5, 1_000, 5);

  expect(shown).toEqual(['5 lines  5/s']);
});

test('elsewhere it writes a line a second at most', async () => {
  const { reporter, read, written } = aReporter({ isTerminal: false });

  await read(2, 1_000, 2);
  await read(2, 500, 4);
  reporter.queueSeen(10_432);
  reporter.end();

  expect(written).toEqual([
    '2 lines, 2 orders queued, 2 lines a second',
    '4 lines, 4 orders queued, 3 lines a second, paused because 10432 messages wait',
  ]);
});

test('at the end the bar is taken away', async () => {
  const { reporter, read, shown } = aReporter({});

  await read(10, 1_000, 10);
  reporter.end();

  expect(shown.at(-1)).toBe('');
});

test('nothing of the export is in what it tells', async () => {
  const { reporter, read, shown, written } = aReporter({});

  reporter.canarySent('450789469');
  await read(10, 1_000, 10);

  expect(shown.join() + written.join()).not.toContain('personal');
});
