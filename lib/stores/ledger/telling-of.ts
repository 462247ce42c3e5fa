import { toDecimal, ZERO } from '../../model/money.ts';
import { type LedgerEntry, type PartEntry, wasAccepted } from './ledger-entry.ts';
import type { OrderAccount } from './order-account.ts';

/**
 * What an entry says about its order's account.
 *
 * - `none`: nothing of it was sent. `isClosed` if it was closed nevertheless.
 * - `unsettled`: a part of it is being sent, or may have arrived.
 * - `incomplete`: some of its parts were sent, others were not.
 * - `told`: all of it was sent.
 */
export type Telling =
  | { readonly kind: 'none'; readonly isClosed: boolean }
  | { readonly kind: 'unsettled' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'told'; readonly account: OrderAccount };

/**
 * Longer than an event waits in the queue. A claim that was left so long ago has no message any more that would come back
 * to it: its request was accepted, and the mark of that got lost.
 */
const ABANDONED_MS = 11 * 24 * 60 * 60_000;

/**
 * Returns what an entry says about its order's account. `now` is in milliseconds since 1970; without it no claim counts
 * as abandoned.
 */
export function tellingOf(entry: LedgerEntry | undefined, now = 0): Telling {
  const states = Object.values(entry?.states ?? {});
  if (entry === undefined || states.length === 0) {
    return { kind: 'none', isClosed: entry?.account?.stage === 'closed' };
  }
  const isSent = (part: PartEntry): boolean =>
    wasAccepted(part) || (part.state === 'claimed' && now - part.leaseUntil > ABANDONED_MS);
  if (!states.every(isSent)) return { kind: 'unsettled' };
  if (states.length < entry.parts) return { kind: 'incomplete' };
  const total = toDecimal(entry.total);
  const { stage, told = total, left = told, due = told, untold = ZERO } = entry.account ?? {};
  const { backs = {}, rises = {} } = entry.account ?? {};
  return { kind: 'told', account: { stage, told, left, due, untold, backs, rises } };
}
