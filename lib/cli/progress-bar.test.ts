import { expect, test } from 'vitest';
import { type ProgressView, toProgressBar } from './progress-bar.ts';

const view: ProgressView = {
  lines: 48_120,
  linesPerSecond: 2_010,
  share: 0.486,
  secondsLeft: 26.9,
  waiting: 3_211,
  pausedFor: undefined,
};

test.each<[string, Partial<ProgressView>, string]>([
  ['of a file', {}, '[█████████░░░░░░░░░░░] 48 %  48,120 lines  2,010/s  waiting 3,211  ETA 0:26'],
  [
    'of standard input, which has no size',
    { share: undefined, secondsLeft: undefined },
    '48,120 lines  2,010/s  waiting 3,211',
  ],
  [
    'before the queue was looked at',
    { waiting: undefined },
    '[█████████░░░░░░░░░░░] 48 %  48,120 lines  2,010/s  ETA 0:26',
  ],
  [
    'while it waits',
    { pausedFor: 'paused until fewer wait' },
    '[█████████░░░░░░░░░░░] 48 %  48,120 lines  2,010/s  waiting 3,211  paused until fewer wait',
  ],
  [
    'for hours to come',
    { secondsLeft: 3_723 },
    '[█████████░░░░░░░░░░░] 48 %  48,120 lines  2,010/s  waiting 3,211  ETA 1:02:03',
  ],
  [
    'at the end',
    { share: 1, secondsLeft: 0 },
    '[████████████████████] 100 %  48,120 lines  2,010/s  waiting 3,211  ETA 0:00',
  ],
])('the bar %s', (_, changed, expected) => {
  expect(toProgressBar({ ...view, ...changed })).toBe(expected);
});
