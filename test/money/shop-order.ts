/**
 * An order as its shop keeps it: a plain account of goods and money, in whole units of the currency's finest coin. No
 * platform's fields and none of the mapping's formulas are in here: bodies are written from it, and what Dfinery should
 * hold is read from it.
 */
export interface ShopOrder {
  readonly number: number;
  /** Seconds since the order was placed. Several steps may share one. */
  readonly now: number;
  readonly changedAt: number;
  readonly lines: readonly OrderLine[];
  /** How many lines there were at the checkout; those after them were added later. */
  readonly placedLines: number;
  readonly taxesIncluded: boolean;
  readonly delivery: number;
  /** The part of `delivery` that is no longer asked: taken out by an edit, or given back. */
  readonly deliveryOut: number;
  readonly isDeliveryRemoved: boolean;
  readonly tip: number;
  readonly isTipOut: boolean;
  /** The part of the payment that a gift card or points make. Zero if none. */
  readonly credit: number;
  readonly payment: Payment;
  readonly ways: Ways;
  readonly cancelledAt: number | undefined;
  /** Set at the first moment at which nothing was left to pay. */
  readonly paidAt: number | undefined;
  /** All money that came in, gift cards and points included. It never falls. */
  readonly charged: number;
  readonly backs: readonly GiveBack[];
  /** Taken by the buyer's bank, which no platform shows in the order. */
  readonly chargedBack: number;
  /** What the shop knows and no body of this platform says, by reason. */
  readonly untellable: readonly string[];
  /** The steps that led here, for reports. */
  readonly steps: readonly string[];
}

/** How the platform writes this order: where its documents leave it open, or shops and versions differ. */
export interface Ways {
  readonly currency: 'USD' | 'KRW' | 'KWD';
  /** What one unit of the shop's currency is in the buyer's. Undefined if they are the same. */
  readonly buyerRate: number | undefined;
  /** Shopify: whether `current_total_price` follows what the shop kept or gave beyond the goods. */
  readonly followsDiscrepancies: boolean;
  /** Shopify: whether money on its way back counts as transacted in `total_outstanding`. */
  readonly countsPending: boolean;
  /** Shopify: whether a pending refund has an adjustment of its amount. */
  readonly adjustsPending: boolean;
  /** Shopify: whether `current_total_price` contains the tip. */
  readonly holdsTip: boolean;
  readonly tellsOutstanding: boolean;
  readonly tellsReturns: boolean;
  /** Shopify: whether refunded delivery stands in an adjustment, too. */
  readonly adjustsDelivery: boolean;
  /** Shopify: whether a refund of goods that were never paid for in full has an adjustment of the rest. */
  readonly adjustsUnpaid: boolean;
  /** Shopify: the status of an order that was partly paid back, and to which something unpaid was added. */
  readonly addedUnpaid: 'partially_paid' | 'partially_refunded';
  /** Cafe24: the state of a line that was sent in exchange for another. */
  readonly sentInExchange: 'N1' | 'N2';
  /** Cafe24: paid through Naver Pay, which has a field of its own. */
  readonly isNaver: boolean;
  /** Imweb, SHOPLINE: whether what was paid falls in its totals when some of it is paid back. */
  readonly totalsFall: boolean;
  /** Shopby: whether the amount of a claim is below zero, and whether points stand beside it and not in it. */
  readonly claimsBelowZero: boolean;
  readonly pointsBeside: boolean;
  /** Shopby: whether a line that a claim split off repeats the units of the whole. */
  readonly splitKeepsUnits: boolean;
  /** Imweb: whether units that came back leave the lines of the order. */
  readonly linesLeave: boolean;
  /** BigCommerce: whether discounts of products stand beside the order's own, and not inside of it. */
  readonly discountsApart: boolean;
  /** BigCommerce: whether the total is after credit. */
  readonly creditTakenOff: boolean;
  /** The order was created by an app as paid, without a payment. */
  readonly isImported: boolean;
}

/**
 * How the order is being paid. `on-delivery`: cash at the door. `transfer`: by bank, later. `card`: at once, or authorised
 * first. Then how far it is.
 */
export interface Payment {
  readonly by: 'card' | 'transfer' | 'on-delivery';
  /** `held`: an order on delivery that was set on hold. `rejected`: authorised, and then given up by the shop. */
  readonly state:
    | 'open'
    | 'authorized'
    | 'held'
    | 'voided'
    | 'expired'
    | 'failed'
    | 'rejected'
    | 'charged'
    | 'imported';
}

export interface OrderLine {
  readonly id: number;
  /** One unit before discount, as the shop shows it. */
  readonly price: number;
  /** All units that were ever in the line. */
  readonly quantity: number;
  /** The discount of all its units. */
  readonly discount: number;
  /** The tax of all its units: on top of the price, or included. */
  readonly tax: number;
  /** Units that left the order again: removed, returned or exchanged. */
  readonly out: number;
  /** The line for which this one was sent in exchange. */
  readonly replaces?: number;
  /** False while units were added that nobody has paid for yet. */
  readonly isPaid: boolean;
  /** A discount that the shop gave afterwards, by an edit of the order. */
  readonly laterDiscount: number;
}

/** Goods, money or both going back, or goods taken out of the order. */
export interface GiveBack {
  readonly id: number;
  readonly at: number;
  readonly units: readonly UnitsBack[];
  /** Given back of the delivery charge. */
  readonly delivery: number;
  /** What the shop keeps of the worth of the units. */
  readonly fee: number;
  /** What the shop gives beyond the worth of the units and beyond what it owes. */
  readonly goodwill: number;
  readonly money: number;
  readonly state: 'no-money' | 'pending' | 'success' | 'failure';
  readonly isExchange: boolean;
  /** Taken out before it was paid for. */
  readonly isUnpaid: boolean;
  /** Part of the money that goes back as points. */
  readonly points: number;
  /** False if the platform names no entry of it: a gift card that is loaded again. */
  readonly isListed: boolean;
}

/** The number of the tip among the lines. */
export const TIP = 0;

export interface UnitsBack {
  /** `TIP` for the tip. */
  readonly lineId: number;
  readonly count: number;
  /** After discount, without tax on top. */
  readonly net: number;
  readonly tax: number;
}
