import { SETTLEMENT } from '../../model/keys.ts';
import { isZero } from '../../model/money.ts';
import type { RefundFetch } from '../../queue/fetch-message.ts';
import type { EventContent, MessageContent } from '../../queue/message.ts';
import type { ShownBy } from '../../sources/listing.ts';
import { changeOf, type OrderContent, partTaken } from './change-of-message.ts';
import { type ListedRefunds, listedIn, refundKeyOf, refundKeys, refundsAmong } from './known-refunds.ts';
import { type LedgerKey, ledgerId, standingOf } from './ledger.ts';
import { type LedgerEntry, wasAccepted } from './ledger-entry.ts';
import { ledgerKeyOf, orderKeyOf } from './ledger-key.ts';
import { isTakingBack, newsOf, type Version, versionedBy } from './message-version.ts';
import { decide, type OrderChange } from './tell.ts';
import { tellingOf } from './telling-of.ts';

/** Entries of the ledger by `ledgerId`. */
export type Entries = ReadonlyMap<string, LedgerEntry>;

/** The lines of a refund that are to be fetched, and the entry of its order. */
export interface RefundToFetch {
  readonly kind: 'refund-to-fetch';
  readonly order: LedgerKey;
  readonly fetch: Pick<RefundFetch, 'reference' | 'refund' | 'refundIds' | 'orderStage'>;
}

/** What may have to be queued. */
export type Planned = MessageContent | RefundToFetch;

/** Returns the keys of the entries that nearly always say whether something is told. */
export function firstKeys(planned: Planned): readonly LedgerKey[] {
  switch (planned.kind) {
    case 'profile':
      return [];
    case 'refund-to-fetch':
      return [planned.order, ownKey(planned)];
    case 'sign-up':
    case 'payment-info':
    case 'cart':
      return [ledgerKeyOf(planned)];
    case 'purchase':
    case 'refund':
    case 'closing':
      return [ledgerKeyOf(planned), orderKeyOf(planned)];
  }
}

/** Returns the keys of the entries that are needed beside, by what the first ones say. */
export function furtherKeys(planned: Planned, entries: Entries, now: number): readonly LedgerKey[] {
  if (planned.kind === 'profile' || isTold(planned, entries, now)) return [];
  const order = orderOf(planned);
  // Where nothing was told of an order, nothing else says that something is.
  if (!entries.has(ledgerId(order))) return [];
  if (planned.kind === 'purchase') return [refundKeyOf(order, SETTLEMENT)];
  const listed = listedOf(planned);
  return listed === undefined ? [] : [...refundKeys(listed).values()];
}

/**
 * Tells whether the ledger already knows something, so that the drain would send nothing and write nothing. What is being
 * sent, may have arrived or never was is not told. Neither is a profile: only the drain compares it. `now` is in
 * milliseconds since 1970. Pure.
 */
export function isTold(planned: Planned, entries: Entries, now: number): boolean {
  switch (planned.kind) {
    case 'profile':
      return false;
    case 'refund-to-fetch':
      return isWhole(entries.get(ledgerId(ownKey(planned)))) || isSettledByAccount(planned, entries, now);
    case 'purchase':
      return isPurchaseTold(planned, entries, now);
    case 'refund':
    case 'closing': {
      const entry = entries.get(ledgerId(ledgerKeyOf(planned)));
      const isSent = standingOf(entry, versionedBy(entry, planned), now) === 'sent';
      return isSent || isSettledByAccount(planned, entries, now);
    }
    case 'sign-up':
    case 'payment-info':
    case 'cart': {
      const entry = entries.get(ledgerId(ledgerKeyOf(planned)));
      return isSettled(entry, versionedBy(entry, planned), now);
    }
  }
}

/** Returns the keys of the entries that `isShown` needs. */
export function keysOfShown(order: LedgerKey, shownBy: ShownBy): readonly LedgerKey[] {
  return shownBy.kind === 'purchase' ? [order] : [order, refundKeyOf(order, shownBy.refundId)];
}

/** Tells whether the purchase of an order, or one of its refunds, is told or decided to be nothing. Pure. */
export function isShown(order: LedgerKey, shownBy: ShownBy, entries: Entries, now: number): boolean {
  const telling = tellingOf(entries.get(ledgerId(order)), now);
  if (shownBy.kind === 'purchase') return telling.kind === 'told';
  const { refundId } = shownBy;
  if (isWhole(entries.get(ledgerId(refundKeyOf(order, refundId))))) return true;
  const granted = telling.kind === 'told' ? telling.account.backs[refundId] : undefined;
  return granted !== undefined && isZero(granted);
}

function isPurchaseTold(
  message: Extract<EventContent, { readonly kind: 'purchase' }>,
  entries: Entries,
  now: number,
): boolean {
  const entry = entries.get(ledgerId(ledgerKeyOf(message)));
  switch (newsOf(entry, message, now)) {
    case 'too-early':
      return false;
    case 'follows':
      return isSettledByAccount(message, entries, now);
    case 'none':
      return isSettled(entry, versionedBy(entry, message), now);
  }
}

/** Tells whether a part was sent, or another version was. A version that is being sent may still come to nothing. */
function isSettled(entry: LedgerEntry | undefined, version: Version, now: number): boolean {
  const standing = standingOf(entry, version, now);
  return standing === 'sent' || (standing === 'superseded' && tellingOf(entry, now).kind !== 'unsettled');
}

/** Tells whether the account of its order says that nothing follows, or all that follows is sent. */
function isSettledByAccount(planned: OrderContent | RefundToFetch, entries: Entries, now: number): boolean {
  const order = orderOf(planned);
  const { answer, write } = decide(entries.get(ledgerId(order)), changeIn(planned, entries), now);
  if (write !== undefined) return false;
  if (answer.kind !== 'take-back') return answer.kind === 'nothing';
  if (planned.kind === 'refund-to-fetch') return isZero(answer.amount);
  const taken = partTaken(planned, answer.amount);
  if (taken === undefined) return true;
  const entry = entries.get(ledgerId(refundKeyOf(order, taken.refundId)));
  return isSettled(entry, { ...taken, stage: undefined }, now);
}

function changeIn(planned: OrderContent | RefundToFetch, entries: Entries): OrderChange {
  const listed = listedOf(planned);
  const known = listed === undefined ? new Map() : refundsAmong(entries, listed);
  if (planned.kind !== 'refund-to-fetch') return changeOf(planned, known);
  const { reference, refund, orderStage } = planned.fetch;
  const isPromised = orderStage === 'promised';
  return { kind: 'refund', refundId: reference.refundId, amount: refund.amount, known, isPromised };
}

function listedOf(planned: EventContent | RefundToFetch): ListedRefunds | undefined {
  if (planned.kind !== 'refund-to-fetch') return isTakingBack(planned) ? listedIn(planned) : undefined;
  const { reference, refundIds = [reference.refundId] } = planned.fetch;
  return { order: planned.order, refundIds };
}

function orderOf(planned: EventContent | RefundToFetch): LedgerKey {
  return planned.kind === 'refund-to-fetch' ? planned.order : orderKeyOf(planned);
}

function ownKey({ order, fetch }: RefundToFetch): LedgerKey {
  return refundKeyOf(order, fetch.reference.refundId);
}

/** Tells whether every part that an entry names was sent. */
function isWhole(entry: LedgerEntry | undefined): boolean {
  const states = Object.values(entry?.states ?? {});
  return entry !== undefined && states.length === entry.parts && states.every(wasAccepted);
}
