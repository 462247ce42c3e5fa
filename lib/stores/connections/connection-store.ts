import type { ConnectionLookup } from './parameter-store.ts';

const MINUTE_MS = 60_000;

/** How long a connection is used without a new look-up. */
const FRESH_MS = 5 * MINUTE_MS;
/** How long a known connection is still used while the store is unavailable. */
const STALE_MS = 24 * 60 * MINUTE_MS;
/** How long an unknown id is remembered as unknown. */
const MISS_MS = MINUTE_MS;
/** How long after a miss no new id is looked up. */
const MISS_PAUSE_MS = 1_000;
/** How many unknown ids are remembered. Anybody can make them up, so their number is limited. */
const MAX_MISSES = 1_000;

export type ConnectionReading<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'unknown' }
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

/**
 * Remembers connections for 5 minutes, and for up to 24 hours while the store is
 * unavailable. Ids that do not exist cost at most one look-up a second, as SSM allows
 * 40 calls a second for the whole account and unsigned requests must not use them up.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html (read 2026-11-24)
 */
export function createConnectionStore<Value>(ports: {
  readonly lookUp: ConnectionLookup<Value>;
  readonly now: () => Date;
}): ConnectionStore<Value> {
  const known = new Map<string, Known<Value>>();
  const misses = new Map<string, number>();
  const underWay = new Map<string, Promise<ConnectionReading<Value>>>();
  let lastMissAt = Number.NEGATIVE_INFINITY;

  function remembered(id: string, now: number): ConnectionReading<Value> | undefined {
    const connection = known.get(id);
    if (connection !== undefined) {
      return now - connection.readAt < FRESH_MS ? { kind: 'found', value: connection.value } : undefined;
    }
    const missedAt = misses.get(id);
    if (missedAt !== undefined && now - missedAt < MISS_MS) return { kind: 'unknown' };
    if (now - lastMissAt < MISS_PAUSE_MS) {
      return { kind: 'unavailable', cause: new Error('Look-ups of unknown connections are paused') };
    }
    return undefined;
  }

  async function lookUp(id: string, now: number): Promise<ConnectionReading<Value>> {
    try {
      const value = await ports.lookUp(id);
      if (value === undefined) return forget(id, now);
      known.set(id, { value, readAt: now });
      misses.delete(id);
      return { kind: 'found', value };
    } catch (cause) {
      const connection = known.get(id);
      const isUsable = connection !== undefined && now - connection.readAt < STALE_MS;
      return isUsable ? { kind: 'found', value: connection.value } : { kind: 'unavailable', cause };
    }
  }

  function forget(id: string, now: number): ConnectionReading<Value> {
    known.delete(id);
    if (misses.size >= MAX_MISSES) misses.clear();
    misses.set(id, now);
    lastMissAt = now;
    return { kind: 'unknown' };
  }

  return {
    async find(id) {
      const now = ports.now().getTime();
      const reading = remembered(id, now);
      if (reading !== undefined) return reading;
      const running = underWay.get(id) ?? lookUp(id, now).finally(() => underWay.delete(id));
      underWay.set(id, running);
      return running;
    },
  };
}
