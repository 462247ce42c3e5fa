import { createHash } from 'node:crypto';
import type { ListEntry } from '../sources/listing.ts';

/** Longer than any list repeats an entry, and how many are kept: about 140 KB. */
const KEPT_MS = 3 * 24 * 60 * 60_000;
const MAX_KEPT = 4_000;

export type Seen = Readonly<Record<string, number>>;

/** Returns the name of an entry as it is now. Hashed, because an id may be a customer's. */
export function seenKey(list: string, { id, changedAt = '' }: Pick<ListEntry, 'id' | 'changedAt'>): string {
  return createHash('sha256')
    .update(JSON.stringify([list, id, changedAt]))
    .digest('base64url')
    .slice(0, 16);
}

/** Adds entries that were dealt with at a time (milliseconds since 1970), and drops the oldest. */
export function addSeen(seen: Seen, keys: readonly string[], at: number): Seen {
  const all = [...Object.entries(seen), ...keys.map((key) => [key, at] as const)];
  return Object.fromEntries(all.filter(([, time]) => at - time < KEPT_MS).slice(-MAX_KEPT));
}
