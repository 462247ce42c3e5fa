import type { DrainPorts } from '../../../lib/drain/drain-ports.ts';
import type { DeadLetter } from '../../../lib/queue/dead-letter-queue.ts';
import type { VisibilityChange } from '../../../lib/queue/message-visibility.ts';
import { QUEUE_TIME } from '../builders/queue-records.ts';
import { createMemoryLastAnswers } from './memory-last-answers.ts';
import { createMemoryLedger, createMemoryPauses } from './memory-ledger.ts';
import { createMemoryLeftOut } from './memory-left-out.ts';
import { createMemoryProfileLedger } from './memory-profile-ledger.ts';
import { memoryTombstones } from './memory-tombstones.ts';
import { recordTelemetry } from './recorded-telemetry.ts';

/** The ports that a test may replace: all except those that it looks into afterwards. */
export type DrainChanges = Partial<
  Omit<DrainPorts, 'telemetry' | 'pauses' | 'lastAnswers' | 'leftOut' | 'now'>
> &
  Pick<DrainPorts, 'dfinery'>;

/** Returns ports of a drain that remember what was asked of them. The clock stands at `QUEUE_TIME`. */
export function drainPorts(changes: DrainChanges) {
  const clock = { now: QUEUE_TIME };
  const now = () => clock.now;
  const hidden: VisibilityChange[] = [];
  const buried: DeadLetter[] = [];
  return {
    clock,
    hidden,
    buried,
    telemetry: recordTelemetry(),
    pauses: createMemoryPauses(),
    lastAnswers: createMemoryLastAnswers(() => clock.now),
    leftOut: createMemoryLeftOut(),
    heardFrom: { note: () => Promise.resolve() },
    tombstones: memoryTombstones(),
    erasureKey: () => Promise.resolve(undefined),
    ledger: createMemoryLedger(now),
    profiles: createMemoryProfileLedger(now),
    connections: {
      find: () =>
        Promise.resolve({
          kind: 'found' as const,
          value: { serviceId: 'service-1', accessToken: 'secret-token' },
        }),
    },
    visibility: {
      hide: (asked: readonly VisibilityChange[]) => {
        hidden.push(...asked);
        return Promise.resolve({ failed: 0, reasons: [] });
      },
    },
    deadLetters: {
      sendAll: (letters: readonly DeadLetter[]) => {
        buried.push(...letters);
        return Promise.resolve(new Set(letters));
      },
    },
    backOff: { baseSeconds: 10, maxSeconds: 1200 },
    ledgerOutage: 'wait' as const,
    now,
    // In the middle of the jitter.
    random: () => 0.5,
    ...changes,
  };
}
