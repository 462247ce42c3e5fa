import { beforeAll, describe, expect, test } from 'vitest';
import { batchSizes, type Measured, readMeasured } from '../../infra/cost/measured.ts';
import { measure } from './measure.ts';

/** Bytes hardly depend on the machine or on how much is run: a number may have a digit more. */
const TOLERANCE = 0.05;

let now: Measured;

beforeAll(async () => {
  now = await measure({ warmUps: 2, coldStarts: 1, batches: { 1: 2, 10: 1, 100: 1 }, profiles: 2 });
}, 120_000);

function expectSame(actual: number, kept: number): void {
  expect(Math.abs(actual - kept)).toBeLessThanOrEqual(kept * TOLERANCE);
}

// Where one of these fails, `npm run cost -- --measure --write` renews the figures and the page.
describe('the figures that are kept are those of the code:', () => {
  const kept = readMeasured();

  test('log lines of the receiver', () => {
    expectSame(now.receiver.infoLogBytes, kept.receiver.infoLogBytes);
    expectSame(now.receiver.metricLogBytes, kept.receiver.metricLogBytes);
  });

  test.each(batchSizes)('log lines of a batch of %d', (size) => {
    for (const kind of ['drainNew', 'drainDuplicate'] as const) {
      expectSame(now[kind][size].infoLogBytes, kept[kind][size].infoLogBytes);
      expectSame(now[kind][size].metricLogBytes, kept[kind][size].metricLogBytes);
    }
  });

  test.each([
    'webhookBytes',
    'messageBytes',
    'importRequestBytes',
    'answerBytes',
    'ledgerItemBytes',
  ] as const)('%s', (name) => {
    expectSame(now[name], kept[name]);
  });

  test('metrics', () => {
    expect(now.customMetrics).toBe(kept.customMetrics);
    expect(now.profiles.customMetrics).toBe(kept.profiles.customMetrics);
  });

  test.each(['receiver', 'drainNews', 'drainConfirmed'] as const)('log lines of profiles: %s', (name) => {
    expectSame(now.profiles[name].infoLogBytes, kept.profiles[name].infoLogBytes);
    expectSame(now.profiles[name].metricLogBytes, kept.profiles[name].metricLogBytes);
  });

  test.each(['webhookBytes', 'messageBytes', 'requestBytes', 'itemBytes'] as const)(
    '%s of profiles',
    (name) => {
      expectSame(now.profiles[name], kept.profiles[name]);
    },
  );
});

describe('times are plausible:', () => {
  test('every invocation takes some', () => {
    expect(now.receiver.cpuMs).toBeGreaterThan(0);
    for (const size of batchSizes) expect(now.drainNew[size].cpuMs).toBeGreaterThan(0);
  });

  test('a cold start takes longer than an invocation', () => {
    expect(now.coldStart.receiverCpuMs).toBeGreaterThan(now.receiver.cpuMs);
    expect(now.coldStart.drainCpuMs).toBeGreaterThan(now.drainNew[1].cpuMs);
  });
});
