import type { DfineryConnection } from '../../model/connection.ts';
import type { ApiClient } from '../../sources/shop-api.ts';
import type { StoredShop } from '../../stores/connections/stored-connections.ts';

/** What one check of `doctor` found. */
export interface CheckResult {
  /** `note`: something to know. Nothing is wrong, or it cannot be checked from here. */
  readonly state: 'ok' | 'note' | 'warn' | 'fail';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
}

/** A connection that has both of its halves. */
export interface ConnectionUnderCheck {
  readonly id: string;
  readonly shop: StoredShop;
  readonly dfinery: DfineryConnection;
  readonly api: ApiClient | undefined;
}

/** How long the adapter may take to answer a check over HTTP. */
export const HTTP_TIMEOUT_MS = 10_000;
