import type { MappingSettings } from '../model/connection.ts';
import type { Product, ProductReference } from '../model/happening.ts';
import type { Refund } from '../model/order.ts';

/** The order number in a delivery, with anything else the shop's API needs to find it. Holds no personal data. */
export interface OrderReference {
  readonly orderId: string;
  /** For example the number of the shop within a mall. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The refund id in an order. Holds no personal data. */
export interface RefundReference {
  readonly orderId: string;
  readonly refundId: string;
  /** From the order, so the amounts of the refund's lines are read in the same way. */
  readonly taxesIncluded: boolean;
}

/** The details of a refund in a shop's API, beyond its amount. */
export interface RefundDetails extends Pick<Refund, 'items' | 'delivery'> {
  /** When it was made; absent if the API does not say. UTC, milliseconds, `…Z`. */
  readonly refundedAt?: string | undefined;
}

/** A request to a shop's API, without its origin and credentials. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Includes the query. Without its first slash it would go on with the name of the host. */
  readonly path: `/${string}`;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The result of OAuth: a short-lived access token, and a token that renews it once. Instants in ISO 8601, UTC. */
export interface ApiTokens {
  readonly accessToken: string;
  readonly accessExpiresAt: string;
  /** Dies with its use: the answer holds the next one. */
  readonly refreshToken: string;
  readonly refreshExpiresAt: string;
}

/** The app that a shop granted access to, or the key that it created. A key of one text is the secret. */
export interface ApiClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Headers of an answer of a shop's API, by lower-case name. One that came twice holds both values, joined by a comma. */
export type ShopHeaders = Readonly<Record<string, string | undefined>>;

/** One kind of call to a shop's API: how to ask, and how to read the answer. Pure. */
export interface ApiCall<Reference, Found> {
  /** Has no `Authorization`: that is added later. `shop` is the connection's. */
  request(reference: Reference, shop: string): ApiRequest;
  /**
   * Reads an answer of HTTP 200, parsed by `parseExactJson`. `shop` is the connection's.
   * @throws {PayloadError} it is not in the answer.
   */
  read(body: unknown, reference: Reference, headers: ShopHeaders, shop: string): Found;
  /** What has to be asked besides, before what was found is whole. Left out if one answer always is. */
  next?(found: Found, reference: Reference, shop: string): FurtherQuestion<Found> | undefined;
}

/** A further question of a call. An answer that does not come lets the whole call wait. */
export interface FurtherQuestion<Found> {
  readonly request: ApiRequest;
  /** Reads an answer of HTTP 200. @throws {PayloadError} it is no such answer. */
  read(body: unknown): { readonly found: Found; readonly next?: FurtherQuestion<Found> | undefined };
}

/** The calls to a platform's shop API. They only describe requests and read answers, so everything here is pure. */
export interface ShopApi {
  /** Origin of the API. @throws {ConfigError} the shop's name is not one of this platform. */
  origin(shop: string): string;
  /** How many milliseconds to leave the API alone after an answer with these (lower-case) headers; 0 if not at all. */
  pauseMs(headers: ShopHeaders): number;
  /** Orders that deliveries only name. The answer is in the form of `readOrder`. Without access none could be read. */
  readonly orders?: ApiCall<OrderReference, unknown> & {
    /** True if the answer lacks what the delivery told of, so that the API may be behind its own webhook. */
    isBehind?(order: unknown): boolean;
    /** False if the delivery itself did not call the order paid, so that the API is not behind if it does not either. */
    expectsPaid?(reference: OrderReference): boolean;
  };
  /** Products that cart deliveries only name; `undefined` if the product has no such variant. */
  readonly products?: ApiCall<ProductReference, Product | undefined>;
  /** Refunds whose deliveries hold only the amount. Fetched if the connection's `refundLines` says so. */
  readonly refunds?: ApiCall<RefundReference, RefundDetails>;
  /** How a person grants access. */
  readonly oauth?: OAuth;
  /** How the client's own id and secret get access, without a person. */
  readonly grant?: ClientGrant;
  /** How the client's own key goes along. Without this, `oauth` and `grant`: id and secret go by HTTP Basic. */
  readonly key?: ClientKey;
  /**
   * Returns the HTTP status that an answer stands for, if the platform's own code for a fault says more than its status.
   * Left out if the status says all. Never throws.
   */
  statusOf?(answer: { readonly status: number; readonly body: string }): number;
  /** What HTTP 204 stands for, if the platform answers so where a list is empty. Left out if it never does. */
  readonly noContent?: readonly [];
  /** A request that changes nothing and is answered with HTTP 200 only if access was granted. */
  probe?(shop: string): ApiRequest;
}

/** A key that goes along with every request, as it is. */
export interface ClientKey {
  /** `token`: a single text, which is the client's secret; nobody is asked for an id. */
  readonly parts: 'token' | 'id-and-secret';
  /** Returns the headers that carry the key: `x-auth-token`. */
  headers(client: ApiClient): Readonly<Record<string, string>>;
  /** Returns what was expected instead, never the key, or `undefined` if it may be one. Left out if any text may be. */
  check?(client: ApiClient, settings: Pick<MappingSettings, 'testOrders'>): string | undefined;
}

/** How a client's id and secret become a token, and how that is sent. */
export interface ClientGrant {
  /** Returns a token that the client's secret itself is, if it is one. */
  permanentToken?(client: ApiClient): string | undefined;
  request(client: ApiClient): ApiRequest;
  /** Reads an answer of HTTP 200. `lifeMs` counts from the answer. @throws {PayloadError} it holds no token. */
  readToken(body: unknown): { readonly accessToken: string; readonly lifeMs: number };
  /** Returns the headers that carry the token. */
  headers(accessToken: string): Readonly<Record<string, string>>;
}

/** How access to a platform's shops is granted and renewed. */
export interface OAuth {
  /** Returns the permissions that an app needs for what the connection wants. */
  scopes(settings: Pick<MappingSettings, 'carts' | 'poll'>): readonly string[];
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
  /** Reads an answer of HTTP 200 to one of the two, which came now. @throws {PayloadError} it holds no tokens. */
  readTokens(body: unknown, now: Date): ApiTokens;
  /** A request, sent with the first token, without which the platform refuses all others. Left out if there is none. */
  completion?(): ApiRequest;
}
