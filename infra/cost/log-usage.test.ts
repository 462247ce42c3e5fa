import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { logUsage } from './log-usage.ts';
import { platformLines } from './platform-lines.ts';
import type { Workload } from './usage-line.ts';

const takenIn = (workload: Workload): bigint | undefined =>
  logUsage(workload).find(({ price }) => price === 'logIngestion')?.perMillionOrders;

/** What Lambda writes of an invocation of each function. */
const [OF_RECEIVER, OF_DRAIN] = [
  'dfinery-webhook-adapter-prod-receiveWebhook',
  'dfinery-webhook-adapter-prod-drainEvents',
].map((name) => BigInt(platformLines(name).join('').length)) as [bigint, bigint];

test('every invocation writes lines of its own, of metrics and of Lambda', () => {
  const bytes = takenIn(aWorkload({ webhooksPerOrder: 4 }));

  // The receiver 1,000 + 500; the drain 600 + 700 for what is new, 400 for what is known.
  expect(bytes).toBe(
    4_000_000n * (1_500n + OF_RECEIVER) + 1_000_000n * (1_300n + OF_DRAIN) + 3_000_000n * (400n + OF_DRAIN),
  );
});

test('a higher level keeps the metrics', () => {
  const bytes = takenIn(aWorkload({ webhooksPerOrder: 1, logLevel: 'WARN' }));

  expect(bytes).toBe(1_000_000n * (500n + OF_RECEIVER + 700n + OF_DRAIN));
});

test('lines are stored as long as they are kept', () => {
  const [taken, kept] = logUsage(aWorkload({ logRetentionDays: 365 })).map((line) => line.perMillionOrders);

  // 365 days are 12 months of 730 hours.
  expect(kept).toBe((taken ?? 0n) * 12n);
});

test('Lambda writes about half a kilobyte of an invocation', () => {
  for (const line of platformLines('a-function')) expect(line.length).toBeGreaterThan(200);
});
