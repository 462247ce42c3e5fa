import type { MappingSettings } from '../../model/connection.ts';
import type { Decimal } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';
import type { Source } from '../../sources/source.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { type NextStep, tellNext } from '../../stores/ledger/tell-next.ts';
import { type ExplainedFigures, explainFigures } from '../../translate/explain-figures.ts';
import type { News } from '../../translate/reading.ts';

export type OrderNews = Extract<News, { kind: 'order' }>;

/** The money of one order: where each figure comes from, and what Dfinery would be told. In the shop's currency. */
export interface ExplainedOrder extends ExplainedFigures {
  readonly orderId: string;
  readonly stage: Stage;
  readonly currency: string;
  /** False if the figures of a purchase disagree. */
  readonly addsUp: boolean;
  /** The refunds that it lists, in the order in which they are sent. */
  readonly paidBack: readonly { readonly refundId: string; readonly amount: Decimal; readonly at: string }[];
  /** Why each figure that was set aside could not be read. */
  readonly oddFigures: readonly string[];
  /** What would be told now, if Dfinery accepts all of it. */
  readonly next: readonly NextStep[];
}

/**
 * Explains what a delivery says of an order, and what would be told of it by what was told before. Without an entry
 * nothing was told. Pure.
 */
export function explainOrder(
  { order, events, refunds, moneyMismatch }: OrderNews,
  { edits, figuresFrom }: Pick<MappingSettings, 'edits'> & Pick<Source, 'figuresFrom'>,
  entry?: LedgerEntry,
): ExplainedOrder {
  const { id: orderId, stage, currency, total: due, oddFigures = [] } = order;
  const paidBack = refunds.refunds.map(({ refund, total: amount }) => ({
    refundId: refund.id,
    amount,
    at: refund.refundedAt,
  }));
  return {
    orderId,
    stage,
    currency,
    ...explainFigures(order, figuresFrom),
    addsUp: moneyMismatch === undefined,
    paidBack,
    oddFigures,
    next: tellNext(entry, { stage, due, parts: events.length, refunds: paidBack, tells: edits === 'send' }),
  };
}
