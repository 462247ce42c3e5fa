import type { Draw } from './draw.ts';
import type { Ways } from './shop-order.ts';

/** The ways of a platform whose documents leave nothing open. */
export const PLAIN: Ways = {
  currency: 'USD',
  buyerRate: undefined,
  followsDiscrepancies: false,
  countsPending: false,
  adjustsPending: false,
  holdsTip: true,
  tellsOutstanding: true,
  tellsReturns: true,
  adjustsDelivery: false,
  adjustsUnpaid: false,
  addedUnpaid: 'partially_paid',
  sentInExchange: 'N1',
  isNaver: false,
  totalsFall: false,
  claimsBelowZero: false,
  pointsBeside: false,
  splitKeepsUnits: false,
  linesLeave: false,
  discountsApart: false,
  creditTakenOff: false,
  isImported: false,
};

/** Draws how Shopify writes an order, where that is open. */
export function drawShopifyWays(draw: Draw): Ways {
  const tellsReturns = !draw.oneIn(20);
  return {
    ...PLAIN,
    currency: draw.of(['USD', 'KRW', 'KWD']),
    buyerRate: draw.oneIn(6) ? 0.9137 : undefined,
    followsDiscrepancies: draw.oneIn(2),
    countsPending: draw.oneIn(2),
    adjustsPending: draw.oneIn(2),
    holdsTip: !draw.oneIn(2),
    tellsOutstanding: !draw.oneIn(10),
    tellsReturns,
    adjustsDelivery: draw.oneIn(2),
    adjustsUnpaid: draw.oneIn(2),
    addedUnpaid: draw.of(['partially_paid', 'partially_refunded']),
    isImported: draw.oneIn(12),
  };
}
