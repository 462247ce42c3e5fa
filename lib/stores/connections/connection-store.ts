import { setTimeout as sleepFor } from 'node:timers/promises';
import type { IdStanding } from './connection-index.ts';
import type { ConnectionLookup } from './parameter-store.ts';

const MINUTE_MS = 60_000;

/** How long a connection is used without a new look-up. */
const FRESH_MS = 5 * MINUTE_MS;
/** How long a known connection is still used while the store is unavailable. */
const STALE_MS = 24 * 60 * MINUTE_MS;
/** How long an unknown id is remembered as unknown. */
const MISS_MS = MINUTE_MS;
/** How long ids that were never seen wait after a look-up of such an id that found nothing, or failed. */
const MISS_PAUSE_MS = 1_000;
/** How many may wait, one after the other. A Lambda instance has one request at a time, so there only one waits. */
const MAX_WAITING = 2;
/** How many unknown ids are remembered. Anybody can make them up, so their number is limited. */
const MAX_MISSES = 1_000;

export type ConnectionReading<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'unknown' }
  /** Never seen, most likely made up, and not looked up: too many such ids are asked for, or the store is unavailable. */
  | { readonly kind: 'not-looked-up'; readonly cause: unknown }
  /** The store is unavailable, or the parameter is not a connection, and nothing usable is remembered. */
  | { readonly kind: 'unavailable'; readonly cause: unknown };

export interface ConnectionStore<Value> {
  /** Returns the connection, from memory if possible. Never throws. */
  find(id: string): Promise<ConnectionReading<Value>>;
}

interface Known<Value> {
  readonly value: Value;
  readonly readAt: number;
}

function notLookedUp() {
  return { kind: 'not-looked-up' as const, cause: new Error('Look-ups of unknown connections are paused') };
}

interface Miss {
  readonly at: number;
  /** The index listed an id with the same mark. A new connection under this id would not change that. */
  readonly wasListed: boolean;
}

/** What a connection store needs from the outside. */
export interface ConnectionStorePorts<Value> {
  readonly lookUp: ConnectionLookup<Value>;
  readonly now: () => Date;
  /** What the index of connections says of an id, as of the last look-up. Left out if there is no index. */
  readonly standingOf?: (id: string) => IdStanding;
  /** True if only our own messages and operators name ids. Then no id is made up, and none waits. */
  readonly trustsIds?: boolean;
  /** Resolves after the milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/**
 * Remembers connections for 5 minutes, and for up to 24 hours while the store is unavailable. Anybody can ask for ids
 * that do not exist. They cost at most one look-up a second, as SSM allows 40 calls a second for the whole account.
 *
 * An id that was never seen is looked up at once if the index of connections lists it. If a fresh index does not, it
 * is `not-looked-up`: to wait would let made-up ids use up the account's concurrency. Without an index it waits for its
 * turn. Never is an id `unknown` without a look-up of its own.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html (read 2026-11-24)
 */
export function createConnectionStore<Value>({
  lookUp: ask,
  now: clock,
  standingOf = () => 'no-index',
  trustsIds = false,
  sleep = sleepFor,
}: ConnectionStorePorts<Value>): ConnectionStore<Value> {
  const known = new Map<string, Known<Value>>();
  const misses = new Map<string, Miss>();
  const underWay = new Map<string, Promise<ConnectionReading<Value>>>();
  const now = () => clock().getTime();
  let lastMissAt = Number.NEGATIVE_INFINITY;
  let waiting = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();

  function remembered(id: string): ConnectionReading<Value> | undefined {
    const connection = known.get(id);
    if (connection !== undefined) {
      return now() - connection.readAt < FRESH_MS ? { kind: 'found', value: connection.value } : undefined;
    }
    const miss = misses.get(id);
    if (miss === undefined || now() - miss.at >= MISS_MS) return undefined;
    const standing = standingOf(id);
    const mayBeNew = standing === 'stale' || (standing === 'listed' && !miss.wasListed);
    return mayBeNew ? undefined : { kind: 'unknown' };
  }

  async function lookUp(id: string): Promise<ConnectionReading<Value>> {
    const readAt = now();
    try {
      const value = await ask(id);
      if (value === undefined) return forget(id);
      known.set(id, { value, readAt });
      misses.delete(id);
      return { kind: 'found', value };
    } catch (cause) {
      const connection = known.get(id);
      if (connection === undefined) {
        lastMissAt = now();
        return { kind: standingOf(id) === 'unlisted' ? 'not-looked-up' : 'unavailable', cause };
      }
      const isUsable = readAt - connection.readAt < STALE_MS;
      return isUsable ? { kind: 'found', value: connection.value } : { kind: 'unavailable', cause };
    }
  }

  function forget(id: string): ConnectionReading<Value> {
    known.delete(id);
    if (misses.size >= MAX_MISSES) misses.clear();
    lastMissAt = now();
    misses.set(id, { at: lastMissAt, wasListed: standingOf(id) === 'listed' });
    return { kind: 'unknown' };
  }

  function lookUpInTurn(id: string): Promise<ConnectionReading<Value>> {
    if (waiting >= MAX_WAITING) return Promise.resolve(notLookedUp());
    waiting += 1;
    const turn = lastTurn
      .then(() => sleep(Math.max(0, lastMissAt + MISS_PAUSE_MS - now())))
      .then(() => lookUp(id))
      .finally(() => {
        waiting -= 1;
      });
    lastTurn = turn;
    return turn;
  }

  function seek(id: string): Promise<ConnectionReading<Value>> {
    const standing = standingOf(id);
    if (trustsIds || known.has(id) || standing === 'listed') return lookUp(id);
    if (standing === 'unlisted') return Promise.resolve(notLookedUp());
    const mustWait = waiting > 0 || now() - lastMissAt < MISS_PAUSE_MS;
    return mustWait ? lookUpInTurn(id) : lookUp(id);
  }

  return {
    async find(id) {
      const reading = remembered(id);
      if (reading !== undefined) return reading;
      const running = underWay.get(id) ?? seek(id).finally(() => underWay.delete(id));
      underWay.set(id, running);
      return running;
    },
  };
}
