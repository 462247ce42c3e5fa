import type { IncomingHttpHeaders } from 'node:http';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { type BucketOptions, type LeakyBucket, leakyBucket } from './leaky-bucket.ts';
import type { Step } from './script.ts';
import { type TokenBook, type TokenOptions, tokenBook } from './token-book.ts';

/** One request, answered or not. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Absent if it was never answered. */
  status?: number;
}

/** An order with all resources below it. */
export interface DoubleOrder {
  readonly order_id: string;
  /** Default: the first shop. */
  readonly shop_no?: number;
  readonly [field: string]: unknown;
}

/** A product with all resources below it. */
export interface DoubleProduct {
  readonly product_no: number;
  /** Default: the first shop. */
  readonly shop_no?: number;
  readonly [field: string]: unknown;
}

/** A webhook that the mall sent, or tried to. */
export interface SentWebhook {
  readonly log_id: string;
  /** `G`: sent; `R`: sent again; `T`: by the TEST button. */
  readonly log_type: 'G' | 'R' | 'T';
  readonly mall_id: string;
  readonly requested_time: string;
  readonly request_body: string;
  readonly success: 'T' | 'F';
}

/** When something became true of an order, by the name that lists have for it. */
export interface DatedChange {
  readonly orderId: string;
  readonly date: string;
  readonly at: number;
}

/** The mall, its app, and their requests. */
export interface DoubleState {
  readonly mall: string;
  readonly client: ApiClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly now: () => Date;
  readonly tokens: TokenBook;
  readonly bucket: LeakyBucket;
  /** By number. */
  readonly orders: Map<string, DoubleOrder>;
  /** By number. */
  readonly products: Map<string, DoubleProduct>;
  /** Of its shops: at least the first. `false`: closed. */
  readonly shops: Map<number, boolean>;
  readonly webhooks: SentWebhook[];
  /** Changes that the orders themselves do not show. */
  readonly changes: DatedChange[];
  /** The most rows of a page of a list, if that is fewer than the documents allow. */
  readonly maxRows: number;
  /** Called before a list is answered. */
  onList: () => void;
  /** Calls that found no room. */
  overLimit: number;
  readonly calls: Call[];
  /** Steps that no request has met yet. */
  readonly script: Step[];
}

export interface Cafe24DoubleOptions {
  /** The id of the mall if there are several. Its app and its tokens then have names of their own. */
  readonly mall?: string;
  /** The clock of tokens and the bucket. */
  readonly now?: () => Date;
  readonly bucket?: Omit<BucketOptions, 'now'>;
  readonly lifetimes?: Omit<TokenOptions, 'now' | 'prefix'>;
  /** The scopes that the app may ask for. */
  readonly scopes?: readonly string[];
  /** The most rows of a page of a list. Default: what the documents allow. */
  readonly maxRows?: number;
}

/** Returns a mall without any requests yet. */
export function stateOf({
  mall,
  scopes = ['mall.read_order'],
  ...options
}: Cafe24DoubleOptions): DoubleState {
  const { now = () => new Date() } = options;
  const { name, prefix } =
    mall === undefined ? { name: 'the-double', prefix: '' } : { name: mall, prefix: `${mall}-` };
  return {
    mall: mall ?? 'fixturemall',
    client: { clientId: `client-of-${name}`, clientSecret: `secret-of-${name}` },
    redirectUri: 'https://example.com/cafe24/back',
    scopes,
    now,
    tokens: tokenBook({ ...options.lifetimes, prefix, now }),
    bucket: leakyBucket({ ...options.bucket, now }),
    orders: new Map(),
    products: new Map(),
    shops: new Map([[1, true]]),
    webhooks: [],
    changes: [],
    maxRows: options.maxRows ?? Number.POSITIVE_INFINITY,
    onList: () => undefined,
    overLimit: 0,
    calls: [],
    script: [],
  };
}
