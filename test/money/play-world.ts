import { drainBatch } from '../../lib/drain/drain-batch.ts';
import type { DrainPorts } from '../../lib/drain/drain-ports.ts';
import type { DeadLetter } from '../../lib/queue/dead-letter-queue.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import type { Telemetry } from '../../lib/runtime/telemetry.ts';
import { type Ledger, type LedgerKey, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../lib/stores/ledger/ledger-entry.ts';
import { createMemoryLastAnswers } from '../support/doubles/memory-last-answers.ts';
import { createMemoryLedger, createMemoryPauses } from '../support/doubles/memory-ledger.ts';
import { createMemoryLeftOut } from '../support/doubles/memory-left-out.ts';
import { createMemoryProfileLedger } from '../support/doubles/memory-profile-ledger.ts';
import { memoryTombstones } from '../support/doubles/memory-tombstones.ts';
import { createDfineryShelf, type DfineryShelf, type RequestFault } from './dfinery-shelf.ts';
import { createMemoryQueue, type MemoryQueue } from './memory-queue.ts';

/** The queue, the ledger and Dfinery, and drains between them. */
export interface PlayWorld {
  readonly clock: { now: number };
  readonly queue: MemoryQueue;
  readonly shelf: DfineryShelf;
  readonly letters: DeadLetter[];
  readonly ledger: Ledger;
  readonly entryOf: (key: LedgerKey) => LedgerEntry | undefined;
  /** Everything in the ledger. */
  readonly entries: () => LedgerEntry[];
  /** Runs one drain on what it received. It never settles a record of a drain that was killed. */
  drain(records: readonly QueueRecord[], trouble?: DrainTrouble): Promise<void>;
}

/** What goes wrong with one drain. */
export interface DrainTrouble {
  /** Returns how the next request to Dfinery fails, if it does. */
  readonly request: () => RequestFault | undefined;
  /** The call at which it is killed, counted from 1. */
  readonly killedAt?: number | undefined;
  /** How many turns each call of it takes, so that drains at once do not run in step. */
  readonly turns: () => number;
}

const NO_TROUBLE: DrainTrouble = { request: () => undefined, turns: () => 0 };

const silence = (): void => undefined;
const silent: Telemetry = { info: silence, warn: silence, error: silence, count: silence, measure: silence };

const FUNCTION_TIMEOUT_MS = 60_000;

export function createPlayWorld(startedAt: number): PlayWorld {
  const clock = { now: startedAt };
  const now = () => clock.now;
  const queue = createMemoryQueue();
  const shelf = createDfineryShelf();
  const letters: DeadLetter[] = [];
  const entries = new Map<string, LedgerEntry>();
  const ledger = createMemoryLedger(now, entries);
  const shared = {
    telemetry: silent,
    pauses: createMemoryPauses(),
    lastAnswers: createMemoryLastAnswers(now),
    leftOut: createMemoryLeftOut(),
    heardFrom: { note: () => Promise.resolve() },
    tombstones: memoryTombstones(),
    erasureKey: () => Promise.resolve(undefined),
    profiles: createMemoryProfileLedger(now),
    backOff: { baseSeconds: 10, maxSeconds: 21_600 },
    ledgerOutage: 'wait' as const,
    now,
    random: () => 0.5,
  };

  function portsOf(lifeline: Lifeline, { request }: DrainTrouble): DrainPorts {
    const { guard } = lifeline;
    return {
      ...shared,
      connections: {
        find: () =>
          Promise.resolve({ kind: 'found', value: { serviceId: 'service-1', accessToken: 'secret-token' } }),
      },
      ledger: {
        read: guard((keys) => ledger.read(keys)),
        claim: guard((part, claim) => ledger.claim(part, claim)),
        markSent: guard((part, claim) => ledger.markSent(part, claim)),
        release: guard((part, claim, failedOf) => ledger.release(part, claim, failedOf)),
        markUncertain: guard((part, claim, failedOf) => ledger.markUncertain(part, claim, failedOf)),
        tell: guard((order, change) => ledger.tell(order, change)),
      },
      dfinery: {
        post: guard((_call, asked) =>
          Promise.resolve(shelf.post(asked, request(), (ids) => lifeline.stored.push(...ids))),
        ),
        close: silence,
      },
      visibility: {
        hide: guard((changes) => {
          queue.hide(changes, clock.now);
          return Promise.resolve({ failed: 0, reasons: [] });
        }),
      },
      deadLetters: {
        sendAll: guard((asked) => {
          letters.push(...asked);
          return Promise.resolve(new Set(asked));
        }),
      },
    };
  }

  return {
    clock,
    queue,
    shelf,
    letters,
    ledger,
    entryOf: (key) => entries.get(ledgerId(key)),
    entries: () => [...entries.values()],
    async drain(records, trouble = NO_TROUBLE) {
      const lifeline = createLifeline(trouble);
      const ports = portsOf(lifeline, trouble);
      const running = drainBatch(ports, { records, remainingMs: () => FUNCTION_TIMEOUT_MS });
      const answer = await Promise.race([running, lifeline.killed]);
      if (answer === undefined) {
        shelf.unheard(lifeline.stored);
        return;
      }
      queue.settle(records, new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)));
    },
  };
}

interface Lifeline {
  /** Events that Dfinery stored for this drain. */
  readonly stored: string[];
  readonly killed: Promise<undefined>;
  /** Lets a call through while the drain lives. */
  readonly guard: <Given extends readonly unknown[], Result>(
    act: (...given: Given) => Promise<Result>,
  ) => (...given: Given) => Promise<Result>;
}

/** Given to a drain that was killed: nothing of it happens any more. */
const never = new Promise<never>(() => undefined);

function createLifeline({ killedAt, turns }: DrainTrouble): Lifeline {
  const { promise: killed, resolve } = Promise.withResolvers<undefined>();
  const life = { calls: 0, isOver: false };
  const isOver = (): boolean => life.isOver;
  const kill = (): Promise<never> => {
    life.isOver = true;
    resolve(undefined);
    return never;
  };
  return {
    stored: [],
    killed,
    guard:
      (act) =>
      async (...given) => {
        life.calls += 1;
        const call = life.calls;
        for (let left = turns(); left > 0; left -= 1) await Promise.resolve();
        if (isOver()) return never;
        // An odd call dies before anything happened, an even one after it.
        if (call === killedAt && call % 2 === 1) return kill();
        const result = await act(...given);
        if (call === killedAt) return kill();
        return isOver() ? never : result;
      },
  };
}
