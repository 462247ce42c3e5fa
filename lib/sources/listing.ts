import type { MappingSettings } from '../model/connection.ts';
import type { ApiRequest, FurtherQuestion, OrderReference, ShopHeaders } from './shop-api.ts';

/**
 * The lists of a shop's API that say what changed since a time. Only describes requests and reads answers, so everything
 * here is pure. A shop without webhooks is a source too, if it has lists.
 */
export interface Listing {
  /** At least one. They are read one after the other. */
  readonly lists: readonly ShopList[];
  /** Questions whose answers show what the platform hides from this client, so that it never counts as "no orders". */
  readonly accessChecks?: readonly AccessCheck[];
}

/** One list. */
export interface ShopList {
  /** Never change it: the place that a poll has reached is stored under it. */
  readonly name: string;
  readonly about: 'orders' | 'customers';
  /** `daily`: asked once a day only, as part of the wide pass. Left out: asked by every poll. */
  readonly every?: 'day';
  /** How much of the time before the last pass is asked again. Milliseconds; its length depends on the platform. */
  readonly overlapMs: number;
  /** Whether a refusal (HTTP 403) only means that the client was not given this list. The other lists go on then. */
  readonly mayBeRefused?: true;
  /** Left out if every connection that polls asks for it. */
  readonly isWanted?: (settings: MappingSettings) => boolean;
  /** Returns the cursor of a pass's first page: what changed at `from` or later. No later bound: one would lose orders. */
  readonly begin: (range: ListRange) => string;
  /** Returns the request of the page at a cursor. `shop` is the connection's. */
  readonly request: (cursor: string, shop: string) => ApiRequest;
  /**
   * Reads an answer of HTTP 200, parsed by `parseExactJson`. `shop` is the connection's.
   * @throws {PayloadError} it is not such a page. Then nothing of it counts as read.
   */
  readonly read: (body: unknown, cursor: string, headers: ShopHeaders, shop: string) => ListPage;
  /** What has to be asked besides, before a page is whole. Left out if one answer always is. */
  readonly next?: (page: ListPage, cursor: string, shop: string) => FurtherQuestion<ListPage> | undefined;
}

export interface ListRange {
  readonly from: Date;
  readonly now: Date;
}

/** What one page says. */
export interface ListPage {
  readonly entries: readonly ListEntry[];
  /**
   * Where the list goes on; absent at its end. It can be stored, and used days later. An entry that changes while pages
   * are read may come twice and is never skipped.
   */
  readonly next?: string | undefined;
}

/** Something that changed. */
export type ListEntry = ListedOrder | OrderToFetch | ListedDelivery;

interface Entry {
  /** Names it within its list. Holds no personal data. */
  readonly id: string;
  /** When it changed, by the shop's clock: UTC, milliseconds, `…Z`. Absent if the list does not say. */
  readonly changedAt?: string | undefined;
}

/** A whole order, in the form of `readOrder`. */
export interface ListedOrder extends Entry {
  readonly kind: 'order';
  readonly body: unknown;
}

/** An order that is only named. It is fetched by `api.orders`, unless the ledger knows what made it change. */
export interface OrderToFetch extends Entry {
  readonly kind: 'order-to-fetch';
  readonly reference: OrderReference;
  /** What shows that the change is told. Left out if nothing does: then it is fetched once for each entry. */
  readonly shownBy?: ShownBy;
}

/** The purchase of the order, or one of its refunds. */
export type ShownBy = { readonly kind: 'purchase' } | { readonly kind: 'refund'; readonly refundId: string };

/** A body as webhooks have it, for the reader of its topic: a customer, or a webhook that failed. */
export interface ListedDelivery extends Entry {
  readonly kind: 'delivery';
  /** Absent if the topic is in the body. */
  readonly topic?: string | undefined;
  readonly body: unknown;
}

/** A request that shows what the platform hides. */
export interface AccessCheck {
  /** Left out if every connection that polls needs it. */
  readonly isWanted?: (settings: MappingSettings) => boolean;
  readonly request: (shop: string) => ApiRequest;
  /** Reads an answer of HTTP 200. Returns what is hidden and what to do, or nothing. @throws {PayloadError} unreadable. */
  readonly read: (body: unknown, settings: MappingSettings) => readonly HiddenPart[];
  /** What a refusal (HTTP 403) hides. Left out if a refusal hides everything. */
  readonly refusedMeans?: HiddenPart;
}

/** Something that the platform hides from this client. */
export interface HiddenPart {
  readonly what: string;
  readonly advice: string;
  /** True if orders are hidden: then a poll proves less than it seems to. */
  readonly hidesOrders: boolean;
}
