import { eventLogId } from '../../dfinery/event-log-id.ts';
import { ledgerId } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry, PartEntry } from '../../stores/ledger/ledger-entry.ts';
import type { TracedKey } from './trace-keys.ts';

/** Returns what the ledger knows of a purchase or a refund, with the `event_log_id` of each part. Pure. */
export function describeEntry(key: TracedKey, entry: LedgerEntry | undefined) {
  const { subjectKey: orderId, ...known } = key;
  const states = Object.entries(entry?.states ?? {}).map(([part, state]) =>
    describePart(key, Number(part), state),
  );
  return {
    order: { ...known, orderId },
    ledgerId: ledgerId(key),
    total: entry?.total,
    parts: entry?.parts,
    states,
  };
}

function describePart(key: TracedKey, part: number, entry: PartEntry) {
  const { state, deliveryId, at, leaseUntil, wasSent = false } = entry;
  return {
    part,
    eventLogId: eventLogId({ ...key, part }),
    state,
    at: new Date(at).toISOString(),
    deliveryId,
    ...(state === 'claimed' && { leaseUntil: new Date(leaseUntil).toISOString() }),
    // `at` is when Dfinery accepted it before.
    ...(wasSent && { isRepaired: true }),
  };
}
