import { createHash } from 'node:crypto';
import type { ListEntry } from '../sources/listing.ts';

/** Longer than any list repeats an entry, and how many are kept: about 75 KB, which every page writes. */
const KEPT_MS = 3 * 24 * 60 * 60_000;
const MAX_KEPT = 2_500;
/** What an entry without a time names may be another soon, and nothing in the entry would show it. */
const SOON_MS = 60 * 60_000;

export type Seen = Readonly<Record<string, number>>;

/**
 * Returns the name of an entry as it is now. Shops write times in seconds, so what changed twice in one of them differs by
 * its content alone. Hashed, because an id may be a customer's.
 */
export function seenKey(list: string, entry: ListEntry): string {
  const { id, changedAt = '' } = entry;
  const content = entry.kind === 'order-to-fetch' ? '' : entry.body;
  return createHash('sha256')
    .update(JSON.stringify([list, id, changedAt, content]))
    .digest('base64url')
    .slice(0, 12);
}

/** Adds entries that are worth another look before long. */
export function addSoon(seen: Seen, keys: readonly string[], at: number): Seen {
  return keys.length === 0 ? seen : addSeen(seen, keys, at, at - KEPT_MS + SOON_MS);
}

/** Adds entries that were dealt with at a time (milliseconds since 1970), and drops the oldest. */
export function addSeen(seen: Seen, keys: readonly string[], at: number, noted = at): Seen {
  const all = [...Object.entries(seen), ...keys.map((key) => [key, noted] as const)];
  return Object.fromEntries(all.filter(([, time]) => at - time < KEPT_MS).slice(-MAX_KEPT));
}
