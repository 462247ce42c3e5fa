import type { Decimal } from './money.ts';

/**
 * How far an order is. A stage is entered once and never left downwards: promised → closed → paid.
 *
 * - `promised`: it counts although nothing was paid yet, such as cash on delivery.
 * - `closed`: it was called off, voided, failed or refused, and nothing was paid.
 * - `paid`: it was paid in full, even if all of it was paid back since.
 * - `refunds-only`: it is paid in part. It is no purchase now, but it may have been one before; then its refunds count.
 */
export type Stage = 'promised' | 'closed' | 'paid' | 'refunds-only';

/** One figure of a sum, and the platform's field that it came from. */
export interface MoneyTerm {
  readonly term: string;
  /** Negative if it is subtracted. */
  readonly amount: Decimal;
  readonly from: string;
}

/**
 * An order in our terms, the same for every source. All amounts are in the shop's currency and exact.
 * Identified by `(source, shop, id)`: two shops may use the same number.
 */
export interface Order {
  readonly source: string;
  readonly shop: string;
  /** The platform's order id as text; exact beyond 2^53. */
  readonly id: string;
  /** The number people see, such as `#1001`. */
  readonly name: string | undefined;
  readonly stage: Stage;
  /** When the buyer placed it: UTC, milliseconds, `…Z`. */
  readonly placedAt: string;
  /** When it came to its present state: UTC, milliseconds, `…Z`. Absent if the platform does not say. */
  readonly changedAt?: string | undefined;
  readonly currency: string;
  readonly customer: Customer;
  /** Lines with a quantity of at least 1, in the shop's order. Tips are not included. */
  readonly items: readonly LineItem[];
  /**
   * What is due: what the buyer paid or owes, before any of it was paid back. After discounts, with tax and delivery;
   * gift cards and points count as payment.
   */
  readonly total: Decimal;
  /** The terms that sum to `total`, if the platform's own total is not it. */
  readonly due?: readonly MoneyTerm[];
  /** After its own discounts. */
  readonly deliveryCharge: Decimal;
  /** The discount that belongs neither to a line nor to delivery. Negative if the platform's figures disagree. */
  readonly orderDiscount: Decimal;
  /** All discounts: lines, delivery and order. */
  readonly totalDiscount: Decimal;
  readonly tax: Decimal;
  /** True if prices and delivery already include the tax. */
  readonly taxesIncluded: boolean;
  /** Tips, duties and additional fees. */
  readonly fees: Decimal;
  /** Payment gateways in the shop's order, by the platform's names. */
  readonly paymentMethods: readonly string[];
  readonly couponCodes: readonly string[];
  /** The part paid by gift cards, store credit or points, if the platform says so. */
  readonly paidWithCredit: Decimal | undefined;
  /** The origin of the order: `web`, `pos`, `shopify_draft_order`. */
  readonly sourceName: string | undefined;
  /** Lines that were taken out before payment, in the quantity taken out. They are not in `items`. */
  readonly takenOut?: readonly LineItem[];
  /** Refunds made since. Absent if the platform reports none. */
  readonly refunds?: readonly Refund[];
  /** Why each figure, line or refund that was set aside could not be read. Reasons in kebab case, without values. */
  readonly oddFigures?: readonly string[];
  /** How far the figures may be from adding up, because each was converted and rounded on its own. Absent: not at all. */
  readonly tolerance?: Decimal;
  /** Number of lines whose fractional quantity became one unit at the line's price. Absent if there are none. */
  readonly fractionalQuantities?: number;
}

/** A refund of an order, in the shop's currency and exact. */
export interface Refund {
  /**
   * The platform's refund id as text, without a slash. `cancellation`, `settlement` and `rest` are ours; that of
   * `cumulativeRefundId` has the sum of all refunds as its amount, and takes back what it adds to those told before.
   */
  readonly id: string;
  /** UTC, milliseconds, `…Z`. If the platform does not say, the order's last change: the first delivery is best. */
  readonly refundedAt: string;
  readonly amount: Decimal;
  /** The refunded lines in their refunded quantity. Empty if there are none, or if the platform does not list them. */
  readonly items: readonly LineItem[];
  /** The part refunded for delivery; zero if the platform does not say. */
  readonly delivery: Decimal;
}

export interface LineItem {
  readonly productId: string | undefined;
  readonly variantId: string | undefined;
  readonly sku: string | undefined;
  readonly title: string;
  readonly variantTitle: string | undefined;
  readonly vendor: string | undefined;
  /** A whole number of at least 1. */
  readonly quantity: number;
  /** One unit before discount, as shown by the shop. At most 6 decimals. */
  readonly unitPrice: Decimal;
  /** The exact line before discount, if `unitPrice` was divided out of it. Absent: unit price × quantity. */
  readonly linePrice?: Decimal;
  /** Discount of the whole line. */
  readonly lineDiscount: Decimal;
  /** Discount of one unit, half-up at 6 decimals: the value of `df_discount`. */
  readonly unitDiscount: Decimal;
  /** From the broadest to the narrowest; the first five are sent. */
  readonly categories: readonly string[];
}

/** The buyer. Candidates are in order of preference; the first usable one is taken. */
export interface Customer {
  /** Absent for a guest. */
  readonly id: string | undefined;
  readonly emails: readonly string[];
  /** Never the phone of the shipping address, which belongs to the recipient. */
  readonly phones: readonly PhoneCandidate[];
  readonly kakaoUserId?: string | undefined;
  readonly lineUserId?: string | undefined;
}

export interface PhoneCandidate {
  /** As the platform writes it: E.164 or national. */
  readonly number: string;
  /** ISO 3166 alpha-2 country that a national number belongs to. */
  readonly country: string | undefined;
}
