import type { ShopifyOrder } from './schema.ts';

const STATUSES = new Set(['partially_refunded', 'refunded']);

/** Returns whether something of an order was paid back, by its status. */
export function isPaidBack({ financial_status: status = '' }: ShopifyOrder): boolean {
  return STATUSES.has(status);
}
