import { CANCELLATION, refundIdOfKey, SETTLEMENT } from '../../model/keys.ts';
import { type Decimal, isZero, toDecimal } from '../../model/money.ts';
import type { EventContent } from '../../queue/message.ts';
import type { LedgerPart } from './ledger.ts';
import type { OrderChange } from './tell.ts';

/** A message that may change what was told of an order. */
export type OrderContent = Extract<EventContent, { readonly kind: 'purchase' | 'refund' | 'closing' }>;

/** Returns what a message says of its order. `known` are the refunds of `knownRefunds`; a purchase needs none. Pure. */
export function changeOf(message: OrderContent, known: ReadonlyMap<string, Decimal>): OrderChange {
  switch (message.kind) {
    case 'purchase':
      return { kind: 'paid', due: toDecimal(message.total), tells: message.rise !== undefined };
    case 'closing':
      return { kind: 'closing', known };
    case 'refund': {
      const refundId = refundIdOfKey(message.subjectKey);
      const isPromised = message.orderStage === 'promised';
      return { kind: 'refund', refundId, amount: toDecimal(message.total), known, isPromised };
    }
  }
}

/** A part of a refund that is claimed to take back money. */
export type TakenPart = Pick<LedgerPart, 'part' | 'parts'> & {
  readonly refundId: string;
  readonly total: Decimal;
};

/** Returns what a message sends where the ledger grants it so much, or `undefined` if it sends nothing. Pure. */
export function partTaken(message: OrderContent, amount: Decimal): TakenPart | undefined {
  if (isZero(amount)) return undefined;
  const whole = { part: 1, parts: 1, total: amount };
  switch (message.kind) {
    case 'closing':
      return { refundId: CANCELLATION, ...whole };
    case 'purchase':
      return message.settlement === undefined ? undefined : { refundId: SETTLEMENT, ...whole };
    case 'refund': {
      const refundId = refundIdOfKey(message.subjectKey);
      const { part, parts, total } = message;
      if (amount === total) return { refundId, part, parts, total: amount };
      // What is left of it stands on its first part.
      return part > 1 ? undefined : { refundId, ...whole };
    }
  }
}
