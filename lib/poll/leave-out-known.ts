import type { ListEntry } from '../sources/listing.ts';
import { alreadyShown } from '../stores/ledger/leave-out-told.ts';
import type { PollPorts } from './poll-ports.ts';
import type { Poll } from './polled-shop.ts';

/**
 * Leaves out orders to fetch of which the ledger shows what made them change.
 * @throws {UnavailableError} `ledger-unavailable`.
 */
export async function leaveOutKnown(
  { ledger, now }: Pick<PollPorts, 'ledger' | 'now'>,
  { connection }: Pick<Poll, 'connection'>,
  entries: readonly ListEntry[],
): Promise<readonly ListEntry[]> {
  const named = entries.flatMap((entry) => {
    const shownBy = entry.kind === 'order-to-fetch' ? entry.shownBy : undefined;
    return entry.kind === 'order-to-fetch' && shownBy !== undefined
      ? [{ orderId: entry.reference.orderId, shownBy, entry }]
      : [];
  });
  if (named.length === 0) return entries;
  const shown = await alreadyShown(ledger, named, { shop: connection, now: now() });
  const known = new Set<ListEntry>([...shown].map(({ entry }) => entry));
  return entries.filter((entry) => !known.has(entry));
}
