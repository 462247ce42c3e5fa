import { pick, type Random } from './random.ts';

/** Thrown out of an invocation by Lambda: nothing of it happens any more. */
const never = new Promise<never>(() => undefined);

type AnyCall = (...given: unknown[]) => unknown;

export interface Kills {
  /** Returns the ports so that each of their calls may be the last thing that the invocation does. */
  guard<Ports extends object>(ports: Ports): Ports;
  readonly killed: Promise<undefined>;
}

/** Kills an invocation before or after a call, each with this probability. `note` hears of both by name. */
export function createKills(random: Random, probability: number, note: (kind: string) => void): Kills {
  const { promise: killed, resolve } = Promise.withResolvers<undefined>();
  let isKilled = false;
  const isOver = (): boolean => isKilled;
  function strike(side: 'before' | 'after', call: string): void {
    isKilled = true;
    note(`${call} ${side}`);
    resolve(undefined);
  }

  function guardCall(name: string, act: AnyCall): AnyCall {
    return async (...given: unknown[]): Promise<unknown> => {
      if (isOver()) return never;
      const side = random() < probability ? pick(random, ['before', 'after'] as const) : undefined;
      if (side === 'before') strike(side, name);
      if (isOver()) return never;
      const [outcome] = await Promise.allSettled([act(...given)]);
      if (side === 'after') strike(side, name);
      if (isOver()) return never;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    };
  }

  /** A port is a function or an object of them. What answers at once, or with a list of keys, is no call. */
  function guardPort(name: string, port: unknown): unknown {
    if (SPARED.has(name)) return port;
    if (isFunction(port)) return guardCall(name, port);
    if (typeof port !== 'object' || port === null) return port;
    const guarded = Object.entries(port).map(([method, act]: [string, unknown]): [string, unknown] => {
      if (!isFunction(act) || SPARED.has(method)) return [method, act];
      return [method, guardCall(`${name}.${method}`, (...given) => Reflect.apply(act, port, given))];
    });
    return Object.fromEntries(guarded);
  }

  return {
    killed,
    guard(ports) {
      const guarded = Object.entries(ports).map(([name, port]) => [name, guardPort(name, port)] as const);
      return Object.fromEntries(guarded) as typeof ports;
    },
  };
}

/** `list` walks through a bucket; each object that it finds is then got by a call. */
const SPARED: ReadonlySet<string> = new Set(['telemetry', 'now', 'random', 'backOff', 'clock', 'list']);

function isFunction(value: unknown): value is AnyCall {
  return typeof value === 'function';
}
