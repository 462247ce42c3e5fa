import type { Decimal } from './money.ts';

/**
 * An order as every source hands it on. All amounts are in the shop's currency and exact.
 * An order is known by `(source, shop, id)`: two shops may use the same number.
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
  /** Lines with a quantity of at least 1, in the shop's order; tips are not among them. */
  readonly items: readonly LineItem[];
  /** After discounts, with tax and delivery, before means of payment such as gift cards and points. */
  readonly total: Decimal;
  /** After its own discounts. */
  readonly deliveryCharge: Decimal;
  /** The discount that belongs to no line and not to delivery. Negative if the platform's figures disagree. */
  readonly orderDiscount: Decimal;
  /** Everything taken off: lines, delivery and order. */
  readonly totalDiscount: Decimal;
  readonly tax: Decimal;
  /** True where prices and delivery already hold the tax. */
  readonly taxesIncluded: boolean;
  /** Tips, duties and additional fees. */
  readonly fees: Decimal;
  /** Payment gateways in the shop's order, as the platform names them. */
  readonly paymentMethods: readonly string[];
  readonly couponCodes: readonly string[];
  /** What gift cards, store credit or points paid, where the platform says so. */
  readonly paidWithCredit: Decimal | undefined;
  /** Where the order came from: `web`, `pos`, `shopify_draft_order`. */
  readonly sourceName: string | undefined;
  /** What the shop paid back since. Absent where the platform tells of none. */
  readonly refunds?: readonly Refund[];
  /** Lines whose fractional quantity became one unit at the line's price. Absent where there is none. */
  readonly fractionalQuantities?: number;
}

/** Money that the shop paid back for an order, in its currency and exact. */
export interface Refund {
  /** The platform's id of the refund as text, without a slash; `cancellation` of an order that was called off unpaid. */
  readonly id: string;
  /** UTC, milliseconds, `…Z`. Where the platform does not tell, when the order was changed last: the refund's first delivery is the best one. */
  readonly refundedAt: string;
  readonly amount: Decimal;
  /** The lines that were refunded, in their refunded quantity. Empty where there are none, or the platform does not tell. */
  readonly items: readonly LineItem[];
  /** What of it was paid back for delivery; zero where the platform does not tell. */
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
  /** One unit before discount, as the shop shows it. At most 6 decimals. */
  readonly unitPrice: Decimal;
  /** The whole line before discount, exactly, where `unitPrice` was divided out of it. Absent: unit price × quantity. */
  readonly linePrice?: Decimal;
  /** Discount of the whole line. */
  readonly lineDiscount: Decimal;
  /** Discount of one unit, half-up at 6 decimals: what `df_discount` says. */
  readonly unitDiscount: Decimal;
  /** From the widest to the narrowest; the first five are sent. */
  readonly categories: readonly string[];
}

/** Who bought. Candidates stand in order of preference; the first usable one is taken. */
export interface Customer {
  /** Absent for a guest. */
  readonly id: string | undefined;
  readonly emails: readonly string[];
  /** Never the phone of the shipping address: that is the recipient's. */
  readonly phones: readonly PhoneCandidate[];
  readonly kakaoUserId?: string | undefined;
  readonly lineUserId?: string | undefined;
}

export interface PhoneCandidate {
  /** As the platform has it: E.164 or national. */
  readonly number: string;
  /** ISO 3166 alpha-2 country that a national number belongs to. */
  readonly country: string | undefined;
}
