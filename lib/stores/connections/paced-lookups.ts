import type { ConnectionLookup } from './parameter-store.ts';

/** SSM takes 40 calls a second of a whole account by default, and the receiver needs them, too. */
const EVERY_MS = 50;

/**
 * Returns a way to slow look-ups down: all together they ask SSM at most 20 times a second, however many are asked for at
 * once.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html (read 2026-11-24)
 */
export function pacedLookups(
  sleep: (ms: number) => Promise<unknown>,
): <Value>(lookUp: ConnectionLookup<Value>) => ConnectionLookup<Value> {
  let lastTurn: Promise<unknown> = Promise.resolve();
  return (lookUp) => async (id) => {
    const turn = lastTurn;
    lastTurn = turn.then(() => sleep(EVERY_MS));
    await turn;
    return lookUp(id);
  };
}
