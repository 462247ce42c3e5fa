import { type DfineryFault, pickDfineryFault } from './dfinery-model.ts';
import { pick, type Random } from './random.ts';

/** A call over an edge that may fail, or be the last thing an invocation does. */
export type Edge = 'enqueue' | 'receive' | 'delete' | 'hide' | 'bury' | 'ledger' | 'dfinery';

/** How a call over an edge other than Dfinery's fails: before anything happened, or after all of it did. */
export type CallFault = 'before' | 'after';

export interface Faults {
  call(edge: Exclude<Edge, 'dfinery'>): CallFault | undefined;
  dfinery(): DfineryFault | undefined;
  /** Tells whether the function is killed at this call, before it or after it. */
  kill(): CallFault | undefined;
  /** What becomes of the function's answer, where it is not what the function said. */
  answer(): 'thrown' | 'malformed' | undefined;
  /** How far the clock of a new instance is off, in milliseconds. */
  skewMs(): number;
  /** How often a shop delivers an order of its own accord. */
  deliveries(): number;
}

/** Returns faults of all kinds, each call failing with this probability while `isOver` says no. */
export function createFaults(random: Random, probability: number, isOver: () => boolean): Faults {
  const strikes = (share = 1): boolean => !isOver() && random() < probability * share;
  const side = (): CallFault => pick(random, ['before', 'after']);
  return {
    call: () => (strikes() ? side() : undefined),
    dfinery: () => (strikes() ? pickDfineryFault(random) : undefined),
    // Every invocation makes hundreds of calls: this kills a few in a hundred.
    kill: () => (strikes(0.01) ? side() : undefined),
    answer: () => (strikes() ? pick(random, ['thrown', 'malformed']) : undefined),
    skewMs: () => (isOver() ? 0 : Math.round((random() - 0.5) * 20_000)),
    deliveries: () => (strikes(2) ? 2 : 1),
  };
}

/** Returns faults of no kind. */
export const noFaults: Faults = {
  call: () => undefined,
  dfinery: () => undefined,
  kill: () => undefined,
  answer: () => undefined,
  skewMs: () => 0,
  deliveries: () => 1,
};
