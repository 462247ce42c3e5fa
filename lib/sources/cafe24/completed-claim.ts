import * as v from 'valibot';
import { AmountSchema } from '../../model/money.ts';
import type { OrderReference } from '../shop-api.ts';
import { Code } from './fields.ts';

type Parameters = OrderReference['parameters'];

/**
 * A return that a webhook called completed (90160), with the amount that is paid back for it. Whether that amount holds
 * points and deposits is not documented; they are zero in the sample.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-29)
 */
export const ClaimSchema = v.object({ claim_code: Code, refund_amount: AmountSchema });

/** Adds the claim that the webhook named to an order of the API, as `completed_claim`. */
export function withClaim(order: object, parameters: Parameters): object {
  const { success, output } = v.safeParse(ClaimSchema, parameters);
  return success ? { ...order, completed_claim: output } : order;
}

const UnlistedSchema = v.object({
  completed_claim: ClaimSchema,
  refunds: v.nullish(v.strictTuple([])),
});

/** True if an order of the API lists no refund, though a webhook named a completed claim: it may be about to. */
export function lacksClaim(order: unknown): boolean {
  return v.is(UnlistedSchema, order);
}
