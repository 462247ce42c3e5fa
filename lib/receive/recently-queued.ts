import { hash } from 'node:crypto';
import type { Encoded, EncodedFetch } from '../translate/to-messages.ts';

/** Repeats come in bursts, and the ledger knows after minutes what was told. */
const REMEMBERED_MS = 60 * 60_000;

/** Together about a megabyte. */
const MAX_REMEMBERED = 10_000;

type Queueable = Encoded | EncodedFetch;

/** The messages that this process put into a queue within the last hour: at most 10,000, the oldest are forgotten. */
export interface RecentlyQueued {
  /** Tells whether a message says the same to a Dfinery service as one of them, wherever it comes from. */
  has(message: Queueable, serviceId: string): boolean;
  /** Remembers a message that SQS accepted. */
  add(message: Queueable, serviceId: string): void;
}

/** Returns an empty memory. Only fingerprints stay in it, no personal data. `now` returns milliseconds since 1970. */
export function createRecentlyQueued(now: () => number): RecentlyQueued {
  // All are remembered equally long, so the order in which they came is the one in which they are forgotten.
  const queuedAt = new Map<string, number>();
  // News is looked for before it is queued, and remembered after that.
  const fingerprints = new WeakMap<Queueable, string>();

  function fingerprintOf(message: Queueable, serviceId: string): string {
    const fingerprint = fingerprints.get(message) ?? hashOf(message, serviceId);
    fingerprints.set(message, fingerprint);
    return fingerprint;
  }

  return {
    has(message, serviceId) {
      const at = queuedAt.get(fingerprintOf(message, serviceId));
      return at !== undefined && now() - at < REMEMBERED_MS;
    },
    add(message, serviceId) {
      const fingerprint = fingerprintOf(message, serviceId);
      queuedAt.delete(fingerprint);
      queuedAt.set(fingerprint, now());
      const [oldest] = queuedAt.keys();
      if (queuedAt.size > MAX_REMEMBERED && oldest !== undefined) queuedAt.delete(oldest);
    },
  };
}

/**
 * Returns what two messages share that say the same in the same version. The three fields of the origin stand side by side
 * in a body; if they did not, no two messages would be equal, and all would be queued. A message about something to be
 * fetched does not name the service.
 */
function hashOf(
  { body, message: { deliveryId, receivedAt, traceId } }: Queueable,
  serviceId: string,
): string {
  const origin = JSON.stringify({ deliveryId, receivedAt, traceId }).slice(1, -1);
  return hash('sha1', `${serviceId}${body.replace(origin, '')}`, 'base64');
}
