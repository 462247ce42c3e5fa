import { CANCELLATION, refundIdOfKey, refundKey } from '../../model/keys.ts';
import { type Decimal, toDecimal } from '../../model/money.ts';
import type { EventContent } from '../../queue/message.ts';
import { type Ledger, type LedgerKey, ledgerId } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { orderKeyOf } from './ledger-key.ts';

/** A message that takes back money of an order. */
export type TakingBack = Extract<EventContent, { readonly kind: 'refund' | 'closing' }>;

/** The refunds that a delivery lists of an order. */
export interface ListedRefunds {
  readonly order: LedgerKey;
  readonly refundIds: readonly string[];
}

/** Returns the refunds that a message lists: its own, if it says nothing of others. */
export function listedIn(message: TakingBack): ListedRefunds {
  const { refundIds = [refundIdOfKey(message.subjectKey)] } = message;
  return { order: orderKeyOf(message), refundIds };
}

/** Returns the key of the entry of a refund of an order. */
export function refundKeyOf(order: LedgerKey, refundId: string): LedgerKey {
  return { ...order, kind: 'refund', subjectKey: refundKey(order.subjectKey, refundId) };
}

/** Returns the keys of the entries that listed refunds may have, by refund id. */
export function refundKeys({ order, refundIds }: ListedRefunds): ReadonlyMap<string, LedgerKey> {
  return new Map([CANCELLATION, ...refundIds].map((refundId) => [refundId, refundKeyOf(order, refundId)]));
}

/** Returns the refunds of an order that have an entry of their own, with their amounts: those may have arrived. Pure. */
export function refundsAmong(
  entries: ReadonlyMap<string, LedgerEntry>,
  listed: ListedRefunds,
): ReadonlyMap<string, Decimal> {
  return new Map(
    [...refundKeys(listed)].flatMap(([refundId, key]) => {
      const entry = entries.get(ledgerId(key));
      const mayHaveArrived = entry !== undefined && Object.keys(entry.states).length > 0;
      return mayHaveArrived ? [[refundId, toDecimal(entry.total)] as const] : [];
    }),
  );
}

/** Reads the refunds of an order that have an entry of their own. @throws {UnavailableError} the ledger is unavailable. */
export async function knownRefunds(
  ledger: Pick<Ledger, 'read'>,
  message: TakingBack,
): Promise<ReadonlyMap<string, Decimal>> {
  const listed = listedIn(message);
  return refundsAmong(await ledger.read([...refundKeys(listed).values()]), listed);
}
