import type { Decimal } from './money.ts';

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
  /** When the buyer placed it: UTC, milliseconds, `…Z`. */
  readonly placedAt: string;
  readonly currency: string;
  readonly customer: Customer;
  /** Lines with a quantity of at least 1, in the shop's order. Tips are not included. */
  readonly items: readonly LineItem[];
  /** After discounts, with tax and delivery; gift cards and points count as payment. */
  readonly total: Decimal;
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
  /** Refunds made since. Absent if the platform reports none. */
  readonly refunds?: readonly Refund[];
  /** Number of lines whose fractional quantity became one unit at the line's price. Absent if there are none. */
  readonly fractionalQuantities?: number;
}

/** A refund of an order, in the shop's currency and exact. */
export interface Refund {
  /** The platform's refund id as text, without a slash; `cancellation` for an order that was cancelled unpaid. */
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
