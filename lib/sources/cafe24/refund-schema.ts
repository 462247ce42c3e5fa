import * as v from 'valibot';
import { Code, LineCodes, LooseInstant, LooseQuantity, OptionalFigure } from './fields.ts';

/** `T`: refunded. `F`: refund still due. A refund in any other state is not read. */
export const RefundStateSchema = v.object({ status: v.literal('T') });

/**
 * A completed refund as in the list of refunds, or as a single refund: it is not documented which of the two an order
 * embeds.
 * @see https://developers.cafe24.com/docs/api/admin/#refunds-property-list (version 2026-03-01, read 2026-11-24)
 */
export const RefundSchema = v.pipe(
  v.object({
    refund_code: Code,
    refund_date: LooseInstant,
    /** When the refund was asked for. */
    accepted_refund_date: LooseInstant,
    order_item_code: LineCodes,
    quantity: LooseQuantity,
    /** Money. Points and credits are refunded in fields of their own. */
    actual_refund_amount: OptionalFigure,
    used_points: OptionalFigure,
    used_credits: OptionalFigure,
    refund_amount: OptionalFigure,
    refund_point: OptionalFigure,
    refund_credit: OptionalFigure,
    refund_naver_point: OptionalFigure,
    refund_naver_cash: OptionalFigure,
  }),
  v.transform(({ actual_refund_amount, refund_amount, refund_date, accepted_refund_date, ...refund }) => ({
    ...refund,
    money: actual_refund_amount ?? refund_amount,
    refundedAt: refund_date ?? accepted_refund_date,
  })),
);

export type Cafe24Refund = v.InferOutput<typeof RefundSchema>;
