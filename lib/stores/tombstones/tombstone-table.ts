import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expiry, type TableOptions } from '../table.ts';

export interface ErasuresTable extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const UNAVAILABLE = {
  code: 'erasures-unavailable',
  message: 'The table of erasures is unavailable',
} as const;

/** Returns the time after which the table may delete an item. `from` is in milliseconds since 1970. */
export function expiryOf(from: number, days: number): AttributeValue {
  return expiry(from + days * 24 * 60 * 60 * 1000);
}
