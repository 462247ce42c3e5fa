import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
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
  /** How often each kind struck: `ledger before`, `dfinery 40001`, `kill after`. */
  readonly struck: ReadonlyMap<string, number>;
  /** How often a shop delivers an order of its own accord. */
  deliveries(): number;
}

/** Returns faults of all kinds, each call failing with this probability while `isOver` says no. */
export function createFaults(random: Random, probability: number, isOver: () => boolean): Faults {
  const struck = new Map<string, number>();
  const note = <Kind extends string>(what: string, kind: Kind): Kind => {
    struck.set(`${what} ${kind}`, (struck.get(`${what} ${kind}`) ?? 0) + 1);
    return kind;
  };
  const strikes = (share = 1): boolean => !isOver() && random() < probability * share;
  const side = (): CallFault => pick(random, ['before', 'after']);
  return {
    struck,
    call: (edge) => (strikes() ? note(edge, side()) : undefined),
    dfinery() {
      if (!strikes()) return undefined;
      const fault = pickDfineryFault(random);
      note('dfinery', nameOf(fault.answer));
      return fault;
    },
    // Every invocation makes hundreds of calls: this kills a few in a hundred.
    kill: () => (strikes(0.01) ? note('kill', side()) : undefined),
    answer: () =>
      strikes() ? note('answer', pick<'thrown' | 'malformed'>(random, ['thrown', 'malformed'])) : undefined,
    skewMs: () => (isOver() ? 0 : Math.round((random() - 0.5) * 20_000)),
    deliveries: () => (strikes(2) ? 2 : 1),
  };
}

function nameOf(answer: HttpAnswer): string {
  if (answer.kind === 'unanswered') return answer.reason;
  const code = /"code":"(\d+)"/.exec(answer.body)?.[1];
  return code ?? (answer.status === 200 ? `200 ${answer.body.slice(0, 6)}` : String(answer.status));
}

/** Returns faults of no kind. */
export const noFaults: Faults = {
  struck: new Map(),
  call: () => undefined,
  dfinery: () => undefined,
  kill: () => undefined,
  answer: () => undefined,
  skewMs: () => 0,
  deliveries: () => 1,
};
