import { hash } from 'node:crypto';
import type { Encoded, EncodedFetch } from '../translate/to-messages.ts';

/** Repeats come in bursts, and the ledger knows after minutes what was told. */
const REMEMBERED_MS = 60 * 60_000;

/** Together about a megabyte. */
const MAX_REMEMBERED = 10_000;

type Queueable = Encoded | EncodedFetch;

/** The messages that this process put into a queue within the last hour: at most 10,000, the oldest are forgotten. */
export interface RecentlyQueued {
  /** Tells whether a message says the same as one of them, wherever it comes from. */
  has(message: Queueable): boolean;
  /** Remembers a message that SQS accepted. */
  add(message: Queueable): void;
}

/** Returns an empty memory. Only fingerprints stay in it, no personal data. `now` returns milliseconds since 1970. */
export function createRecentlyQueued(now: () => number): RecentlyQueued {
  // All are remembered equally long, so the order in which they came is the one in which they are forgotten.
  const queuedAt = new Map<string, number>();
  // News is looked for before it is queued, and remembered after that.
  const fingerprints = new WeakMap<Queueable, string>();

  function fingerprintOf(message: Queueable): string {
    const fingerprint = fingerprints.get(message) ?? hashOf(message);
    fingerprints.set(message, fingerprint);
    return fingerprint;
  }

  return {
    has(message) {
      const at = queuedAt.get(fingerprintOf(message));
      return at !== undefined && now() - at < REMEMBERED_MS;
    },
    add(message) {
      const fingerprint = fingerprintOf(message);
      queuedAt.delete(fingerprint);
      queuedAt.set(fingerprint, now());
      const [oldest] = queuedAt.keys();
      if (queuedAt.size > MAX_REMEMBERED && oldest !== undefined) queuedAt.delete(oldest);
    },
  };
}

/**
 * Returns what two messages share that say the same in the same version. The three fields of the origin stand side by side
 * in a body; if they did not, no two messages would be equal, and all would be queued.
 */
function hashOf({ body, message: { deliveryId, receivedAt, traceId } }: Queueable): string {
  const origin = JSON.stringify({ deliveryId, receivedAt, traceId }).slice(1, -1);
  return hash('sha1', body.replace(origin, ''), 'base64');
}
