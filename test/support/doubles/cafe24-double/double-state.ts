import type { IncomingHttpHeaders } from 'node:http';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { type BucketOptions, type LeakyBucket, leakyBucket } from './leaky-bucket.ts';
import type { Step } from './script.ts';
import { type TokenBook, type TokenOptions, tokenBook } from './token-book.ts';

/** One request, whatever became of it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Absent where it was never answered. */
  status?: number;
}

/** An order with all resources below it. */
export interface DoubleOrder {
  readonly order_id: string;
  /** The first shop where it is absent. */
  readonly shop_no?: number;
  readonly [field: string]: unknown;
}

/** A product with all resources below it. */
export interface DoubleProduct {
  readonly product_no: number;
  /** The first shop where it is absent. */
  readonly shop_no?: number;
  readonly [field: string]: unknown;
}

/** The mall, its app, and what was asked of them. */
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
  readonly calls: Call[];
  /** Steps that no request has met yet. */
  readonly script: Step[];
}

export interface Cafe24DoubleOptions {
  /** Where there are several: the id of the mall. Its app and its tokens have names of their own then. */
  readonly mall?: string;
  /** Of all that ends or drains. */
  readonly now?: () => Date;
  readonly bucket?: Omit<BucketOptions, 'now'>;
  readonly lifetimes?: Omit<TokenOptions, 'now' | 'prefix'>;
  /** What the app may ask for. */
  readonly scopes?: readonly string[];
}

/** Returns a mall that nobody has asked for anything yet. */
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
    calls: [],
    script: [],
  };
}
