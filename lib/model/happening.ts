import type { Customer, LineItem } from './order.ts';

/** Something that a customer did, apart from an order. It becomes one event. */
export type Happening =
  | { readonly kind: 'checkout'; readonly checkout: Checkout }
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition };

/** A checkout with a known buyer, in our terms. Known by `(source, shop, token)`. */
export interface Checkout {
  readonly source: string;
  readonly shop: string;
  /** The platform's name of the checkout. It opens the checkout's page, so it must not leave this process as it is. */
  readonly token: string;
  readonly customer: Customer;
  /** When the checkout was in this state: UTC, milliseconds, `…Z`. */
  readonly enteredAt: string;
}

/** A product as a delivery names it. Holds no personal data. */
export interface ProductReference {
  readonly productId: string;
  readonly variantId?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A product that a customer added to a cart, in our terms. It has no time: the time of the webhook is used. */
export interface CartAddition {
  readonly source: string;
  readonly shop: string;
  readonly customer: Customer;
  readonly product: ProductReference;
  /** A whole number of at least 1. */
  readonly quantity: number;
}

/** A product as the shop's API returns it. */
export type Product = Omit<LineItem, 'quantity' | 'linePrice' | 'lineDiscount' | 'unitDiscount'>;
