/**
 * A stand-in for a shop that lists its orders, as tests and `npm start` drive it. It knows the platform's documents and
 * nothing of the adapter. Times are in milliseconds since 1970, by the shop's own clock unless said otherwise.
 */
export interface ListingShop {
  /** The value for `SHOP_API_BASE_URL`. */
  readonly url: string;
  /** Places a paid order and returns its id. Default: now. */
  place(order?: PlacedOrder): string;
  /** Changes an order in a way that its list shows. Default: now. */
  touch(orderId: string, at?: number): void;
  /** Pays back a part of an order. Default: now. */
  refund(orderId: string, amount: string, at?: number): void;
  /** The shop's clock is ahead of this machine's by so much; behind, if it is negative. */
  setClock(aheadMs: number): void;
  /** Called before each list request is answered, with its number from 1: what it changes is in the answer. */
  onList(change: (request: number) => void): void;
  /** Each fault is played on one of the next requests, then the shop answers as ever. */
  misbehave(...faults: readonly ShopFault[]): void;
  /** From now on every request gets this fault; `undefined` ends it. */
  misbehaveAlways(fault: ShopFault | undefined): void;
  /** Requests since the start, in order. `at` is by this machine's clock. */
  requests(): readonly { readonly path: string; readonly at: number; readonly status: number }[];
  /** How many requests were refused because they were more than the platform allows. */
  overLimit(): number;
  stop(): Promise<void>;
}

export interface PlacedOrder {
  readonly at?: number;
  /** In the shop's currency, as the platform writes amounts. */
  readonly total?: string;
}

export type ShopFault =
  /** An answer of the platform's own form. `retryAfterSeconds` in the header that the platform uses, if it has one. */
  | { readonly status: number; readonly retryAfterSeconds?: number }
  /** The answer ends in the middle of its body. */
  | 'half-a-body'
  /** HTTP 200 with a page of HTML, as hosts and firewalls answer. */
  | 'html'
  | 'hang'
  | 'reset';
