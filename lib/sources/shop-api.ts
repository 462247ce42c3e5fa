import type { Product, ProductReference } from '../model/cart.ts';
import type { MappingSettings } from '../model/connection.ts';
import type { Refund } from '../model/order.ts';

/** An order as a delivery names it, with whatever else the shop's API needs to find it. Holds nothing of a person. */
export interface OrderReference {
  readonly orderId: string;
  /** Such as the number of the shop within a mall. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A refund as an order names it. Holds nothing of a person. */
export interface RefundReference {
  readonly orderId: string;
  readonly refundId: string;
  /** As the order has it: amounts of the refund's lines are to be read alike. */
  readonly taxesIncluded: boolean;
}

/** What a shop's API knows of a refund beyond its amount. */
export interface RefundDetails extends Pick<Refund, 'items' | 'delivery'> {
  /** When it was made; absent where the API does not say. UTC, milliseconds, `…Z`. */
  readonly refundedAt?: string | undefined;
}

/** A request to a shop's API, but for its origin and what proves the access. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What OAuth gives: short-lived access, and the token that renews it once. Instants in ISO 8601, UTC. */
export interface ApiTokens {
  readonly accessToken: string;
  readonly accessExpiresAt: string;
  /** Dies with its use: the answer holds the next one. */
  readonly refreshToken: string;
  readonly refreshExpiresAt: string;
}

/** The app that a shop gave access to, or the key that it made. */
export interface ApiClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One thing that a shop's API is asked for: the question, and what to take out of the answer. Pure. */
export interface ApiCall<Reference, Found> {
  /** Carries no `Authorization`: that is added. `shop` is the connection's. */
  request(reference: Reference, shop: string): ApiRequest;
  /** Reads an answer of HTTP 200, parsed by `parseExactJson`. @throws {PayloadError} what was asked for is not in it. */
  read(body: unknown, reference: Reference): Found;
}

/**
 * The API of a platform's shops, as far as something is fetched from it. Says what to ask and what an answer means; the
 * asking is done elsewhere. Everything here is pure.
 */
export interface ShopApi {
  /** Origin of the API. @throws {ConfigError} the shop's name is not one of this platform. */
  origin(shop: string): string;
  /** How many milliseconds to leave the API alone after an answer with these (lower-case) headers; 0 for not at all. */
  pauseMs(headers: Readonly<Record<string, string | undefined>>): number;
  /** Orders that deliveries only name. They are found as `readOrder` knows them. Without access none could be read. */
  readonly orders?: ApiCall<OrderReference, unknown>;
  /** Products that deliveries about carts only name; `undefined` where the product has no such variant. */
  readonly products?: ApiCall<ProductReference, Product | undefined>;
  /** Refunds of which deliveries tell the amount only. Fetched where the connection's `refundLines` says so. */
  readonly refunds?: ApiCall<RefundReference, RefundDetails>;
  /** How access is granted. Absent: the client's id and secret are sent along, by HTTP Basic. */
  readonly oauth?: OAuth;
  /** What only those who have access are answered with HTTP 200, and changes nothing. */
  probe?(shop: string): ApiRequest;
}

/** How access to a platform's shops is granted and renewed. */
export interface OAuth {
  /** Returns the permissions that an app needs for what the connection wants. */
  scopes(settings: Pick<MappingSettings, 'carts'>): readonly string[];
  /** The page on which the shop's owner grants them. */
  authorizeAddress(input: {
    readonly shop: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly scopes: readonly string[];
    readonly state: string;
  }): string;
  /** Trades the code of that page for tokens. */
  codeRequest(client: ApiClient, input: { readonly code: string; readonly redirectUri: string }): ApiRequest;
  /** Trades a refresh token for new ones. */
  refreshRequest(client: ApiClient, refreshToken: string): ApiRequest;
  /** Reads an answer of HTTP 200 to one of the two. @throws {PayloadError} it holds no tokens. */
  readTokens(body: unknown): ApiTokens;
}
