import type { IncomingHttpHeaders } from 'node:http';
import type { ApiClient } from '../../../lib/sources/shop-api.ts';
import type { LeakyBucket } from './leaky-bucket.ts';
import type { Step } from './script.ts';
import type { TokenBook } from './token-book.ts';

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
  readonly calls: Call[];
  /** Steps that no request has met yet. */
  readonly script: Step[];
}
