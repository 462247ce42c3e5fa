import { toDecimal } from '../../model/money.ts';
import type { EventContent } from '../../queue/message.ts';
import type { TakingBack } from './known-refunds.ts';
import type { LedgerPart } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { follows } from './tell.ts';
import { tellingOf } from './telling-of.ts';

/** What the ledger tells the versions of an event apart by. */
export type Version = Pick<LedgerPart, 'part' | 'parts' | 'total' | 'stage' | 'repairs'>;

/** Returns the version that a message is. */
export function versionOf({ part, parts, total, repairs, ...message }: EventContent): Version {
  return { part, parts, total, repairs, stage: message.kind === 'purchase' ? message.stage : undefined };
}

/** Returns the version that a message is held against: how much of a refund is sent is decided by the ledger alone. */
export function versionedBy(entry: LedgerEntry | undefined, message: EventContent): Version {
  const version = versionOf(message);
  if (entry === undefined || !isTakingBack(message)) return version;
  return { ...version, parts: entry.parts, total: entry.total };
}

/** Tells whether a message takes back money of an order. */
export function isTakingBack(message: EventContent): message is TakingBack {
  return message.kind === 'refund' || message.kind === 'closing';
}

/**
 * Tells whether a purchase changes an order that was told before. The first part of each delivery says so. It is too early
 * for any part while another version is not settled: it is on its way, or may have arrived. `now` is in milliseconds
 * since 1970. Pure.
 */
export function newsOf(
  entry: LedgerEntry | undefined,
  message: Extract<EventContent, { readonly kind: 'purchase' }>,
  now: number,
): 'none' | 'follows' | 'too-early' {
  if (entry === undefined || message.stage !== 'paid' || message.repairs !== undefined) return 'none';
  const { part, parts, total, rise } = message;
  if (tellingOf(entry, now).kind === 'told') {
    const change = { kind: 'paid' as const, due: toDecimal(total), tells: rise !== undefined };
    return part === 1 && follows(entry, change, now) ? 'follows' : 'none';
  }
  const isKnown = entry.account?.stage === 'paid' && entry.parts === parts && entry.total === total;
  return isKnown ? 'none' : 'too-early';
}
