import { describe, expect, test } from 'vitest';
import { aMeasurement } from '../../test/support/a-measurement.ts';
import { type Assumptions, asDeployed } from './assumptions.ts';
import { type BilledTimes, billedTimes } from './billed-time.ts';
import type { Measured } from './measured.ts';

/** With a whole vCPU, so that CPU time counts as it is. */
function billed(changes: Partial<Assumptions> = {}, measured: Partial<Measured> = {}): BilledTimes {
  return billedTimes({ ...asDeployed, memorySize: 1_769, ...changes }, aMeasurement(measured));
}

describe('an invocation is billed for its CPU time and', () => {
  test('the receiver for one call', () => {
    const { receiver } = billed();

    // 10 of CPU, 10 for SQS.
    expect(receiver).toBe(20);
  });

  test('the drain for three reads of what is known', () => {
    const { drainDuplicate } = billed();

    // 20 of CPU, 10 each for the pauses, the erasures and the ledger.
    expect(drainDuplicate).toBe(50);
  });

  test.each([
    // 20 of CPU, 30 for reads, and a claim (10), Dfinery (100) and a mark (10) for each round.
    { eventsPerBatch: 1, rounds: 1, ms: 170 },
    { eventsPerBatch: 10, rounds: 2, ms: 290 },
    { eventsPerBatch: 100, rounds: 11, ms: 1_370 },
  ] as const)('the drain for $rounds rounds of $eventsPerBatch new events', ({ eventsPerBatch, ms }) => {
    const { drainNew } = billed({ eventsPerBatch });

    expect(drainNew).toBe(ms);
  });
});

describe('CPU time', () => {
  test('takes longer with less than a whole vCPU, and waiting does not', () => {
    const receiver = { cpuMs: 5.12, infoLogBytes: 0, metricLogBytes: 0 };

    const times = billed(
      { memorySize: 512 },
      { receiver, coldStart: { receiverCpuMs: 5.12, drainCpuMs: 1 } },
    );

    // 5.12 ms × 1769 / 512 = 17.69 ms, with 10 ms of waiting 27.69 ms, of which the last counts as begun.
    expect(times.receiver).toBe(28);
  });

  test('is no shorter with more than one', () => {
    expect(billed({ memorySize: 3_008 })).toEqual(billed({ memorySize: 1_769 }));
  });
});

test('one of a hundred invocations is a cold start', () => {
  const { receiver } = billed({}, { coldStart: { receiverCpuMs: 110, drainCpuMs: 20 } });

  // 99 of 20 ms, one of 120 ms.
  expect(receiver).toBe(21);
});

test('durations of a deployment take the place of everything measured', () => {
  const times = billed({ memorySize: 256, durations: { receiveWebhook: 12.5, drainEvents: 99.25 } });

  expect(times).toEqual({ receiver: 12.5, drainNew: 99.25, drainDuplicate: 99.25 });
});
