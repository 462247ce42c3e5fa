import { isZero } from '../../model/money.ts';
import type { BigCommerceOrder } from './schema.ts';

/** Whether amounts are read with or without tax. */
export type Basis = 'inc' | 'ex';

/**
 * Returns the basis in which a shop enters its prices. Only in this one are the parts of an order exact: in the other they
 * are estimates. Where lines have no price without tax, that of the shop is not known, and the other is taken.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (`is_tax_inclusive_pricing`; commit 24f580ca, read 2026-11-29)
 */
export function basisOf({ is_tax_inclusive_pricing, products }: BigCommerceOrder): Basis {
  const isPriced = products.some(({ total_ex_tax }) => !isZero(total_ex_tax));
  const isFree = products.every(({ total_inc_tax }) => isZero(total_inc_tax));
  return is_tax_inclusive_pricing || !(isPriced || isFree) ? 'inc' : 'ex';
}
