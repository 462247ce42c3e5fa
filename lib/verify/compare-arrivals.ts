import type { Arrived } from '../dfinery/export/arrivals.ts';
import { type Decimal, isZero, subtract } from '../model/money.ts';

/** A number of events and the sum of their totals. */
export interface EventSum {
  readonly events: number;
  readonly amount: Decimal;
}

/** What was sent of one order, of one kind of event. */
export interface ExpectedEvents {
  /** What has to be there. */
  readonly due: EventSum;
  /** What may be there: also what was sent shortly before and since. At least `due`. */
  readonly possible: EventSum;
}

/** What a comparison says of one order. */
export type ArrivalVerdict =
  | { readonly kind: 'confirmed' | 'doubled' }
  /** `events`: how many lack. */
  | { readonly kind: 'missing'; readonly events: number }
  /** `by`: how much more Dfinery has than was sent; negative if it has less. */
  | { readonly kind: 'amount-differs'; readonly by: Decimal };

/**
 * Compares what was sent of an order with what Dfinery has. The days of the export have no documented zone, so what lies
 * beside the compared hours may be among what arrived, or not. Pure.
 */
export function compareArrivals(
  { due, possible }: ExpectedEvents,
  arrived: Pick<Arrived, 'events' | 'amount'> | undefined,
): ArrivalVerdict {
  const lacking = due.events - (arrived?.events ?? 0);
  if (arrived === undefined || lacking > 0) return { kind: 'missing', events: lacking };
  if (arrived.events > possible.events) return { kind: 'doubled' };
  const exact = [due, possible].filter(({ events }) => events === arrived.events);
  // Some of what may be there is: which of it cannot be told by a sum.
  if (exact.length === 0) return { kind: 'confirmed' };
  const differences = exact.map(({ amount }) => subtract(arrived.amount, amount));
  const [by] = differences;
  return by === undefined || differences.some(isZero)
    ? { kind: 'confirmed' }
    : { kind: 'amount-differs', by };
}
