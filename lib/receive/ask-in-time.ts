import { setTimeout as sleep } from 'node:timers/promises';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { AskLedger } from './door.ts';

/** The shop waits for its answer, and the queue would take the message in the same time. */
const PATIENCE_MS = 100;

/** How long nobody asks after a question that failed. */
const PAUSE_MS = 30_000;

/**
 * Returns the question of the door, asked so that no delivery waits longer than 100 ms for its answer. Without an answer in
 * time it is news. The question goes on: the first one opens the connection that the next ones use. While it does, and for
 * 30 s after it failed, nobody asks. The first delivery of an environment does not ask either: it waits long enough for the
 * start, so `load` is called with the second. `now` returns milliseconds since 1970.
 */
export function askInTime({
  load,
  telemetry,
  now,
}: {
  /** Returns the question. Both may throw: what could not be loaded is loaded again when it is asked next. */
  readonly load: () => Promise<AskLedger>;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}): AskLedger {
  let question: AskLedger | undefined;
  let isFirst = true;
  let isUnderWay = false;
  let pausedUntil = 0;
  let failures = 0;

  const ask: AskLedger = async (plan, shop) => {
    isUnderWay = true;
    try {
      question ??= await load();
      const isTold = await question(plan, shop);
      failures = 0;
      return isTold;
    } catch (cause) {
      pausedUntil = now() + PAUSE_MS;
      failures += 1;
      // Lambda may freeze an environment during a question, which then ends as one of a silent ledger.
      if (failures === 2)
        telemetry.error('The ledger does not say what is known', { connection: shop.id }, cause);
      return false;
    } finally {
      isUnderWay = false;
    }
  };

  return async (plan, shop) => {
    const asks = !isFirst && !isUnderWay && now() >= pausedUntil;
    isFirst = false;
    return asks ? Promise.race([ask(plan, shop), sleep(PATIENCE_MS, false, { ref: false })]) : false;
  };
}
