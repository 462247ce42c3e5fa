import type { MappingSettings } from '../../model/connection.ts';
import type { Decimal } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';
import type { Source } from '../../sources/source.ts';
import { type NextStep, tellNext, toldEntry } from '../../stores/ledger/tell-next.ts';
import { type ExplainedFigures, explainFigures } from '../../translate/explain-figures.ts';
import type { News } from '../../translate/reading.ts';
import { type DescribedStep, describeStep } from './describe-step.ts';
import type { ToldBefore } from './read-told.ts';

export type OrderNews = Extract<News, { kind: 'order' }>;

/** The money of one order: where each figure comes from, and what Dfinery would be told. In the shop's currency. */
export interface ExplainedOrder extends ExplainedFigures {
  readonly orderId: string;
  readonly stage: Stage;
  readonly currency: string;
  /** False if the figures of a purchase disagree: `sum` is not `total`, what the shop says is due. */
  readonly addsUp: boolean;
  /** What there is to say of `sum` beside `total`, in words. */
  readonly remark: string | null;
  /** What Dfinery was told before. */
  readonly told: ToldBefore | null;
  /** The refunds that it lists, in the order in which they are sent. */
  readonly paidBack: readonly { readonly refundId: string; readonly amount: Decimal; readonly at: string }[];
  /** Why each figure that was set aside could not be read. */
  readonly oddFigures: readonly string[];
  /** What would be told now, if Dfinery accepts all of it: as the ledger decides it, and in words. */
  readonly next: readonly (NextStep & DescribedStep)[];
}

/**
 * Explains what a delivery says of an order, and what would be told of it by what was told before, which is nothing
 * unless it is given. Pure.
 */
export function explainOrder(
  { order, events, refunds, moneyMismatch }: OrderNews,
  { edits, figuresFrom }: Pick<MappingSettings, 'edits'> & Pick<Source, 'figuresFrom'>,
  told?: ToldBefore,
): ExplainedOrder {
  const { id: orderId, stage, currency, total: due, oddFigures = [] } = order;
  const paidBack = refunds.refunds.map(({ refund, total: amount }) => ({
    refundId: refund.id,
    amount,
    at: refund.refundedAt,
  }));
  const figures = explainFigures(order, figuresFrom);
  const addsUp = moneyMismatch === undefined;
  const entry = told === undefined ? undefined : toldEntry(told.amount, told.stage);
  const now = { stage, due, parts: events.length, refunds: paidBack, tells: edits === 'send' };
  return {
    orderId,
    stage,
    currency,
    ...figures,
    addsUp,
    remark: remarkOn({ ...figures, addsUp, stage }),
    told: told ?? null,
    paidBack,
    oddFigures,
    next: tellNext(entry, now).map((step) => ({ ...step, ...describeStep(step) })),
  };
}

/** Only the figures of a purchase have to add up. */
function remarkOn({
  addsUp,
  stage,
  sum,
  total,
}: Pick<ExplainedOrder, 'addsUp' | 'stage' | 'sum' | 'total'>): string | null {
  if (!addsUp) return 'the platform’s figures do not add up: counted as MoneyMismatch';
  const isPurchase = stage === 'paid' || stage === 'promised';
  return isPurchase && sum !== total ? 'each figure was converted and rounded on its own' : null;
}
