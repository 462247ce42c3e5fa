import type { Customer, LineItem } from './order.ts';

/** A checkout whose buyer said who they are, as every source hands it on. Known by `(source, shop, token)`. */
export interface Checkout {
  readonly source: string;
  readonly shop: string;
  /** The platform's name of the checkout. It opens the page of the checkout, so it never leaves this process as it is. */
  readonly token: string;
  readonly customer: Customer;
  /** When it was like this: UTC, milliseconds, `…Z`. */
  readonly enteredAt: string;
}

/** A product as a delivery names it. Holds nothing of a person. */
export interface ProductReference {
  readonly productId: string;
  readonly variantId?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A product that somebody put into a cart, as every source hands it on. When is not told: it was when the webhook came. */
export interface CartAddition {
  readonly source: string;
  readonly shop: string;
  readonly customer: Customer;
  readonly product: ProductReference;
  /** A whole number of at least 1. */
  readonly quantity: number;
}

/** A product as its shop's API has it. */
export type Product = Omit<LineItem, 'quantity' | 'linePrice' | 'lineDiscount' | 'unitDiscount'>;
