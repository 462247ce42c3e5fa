import type { Source } from '../source.ts';
import { api } from './api.ts';
import { parkedHeaders, readHeaders } from './headers.ts';
import { isPing } from './is-ping.ts';
import { readCustomer } from './read-customer.ts';
import { privacy } from './read-deleted-customer.ts';
import { readOrder } from './read-order.ts';
import { sign, verify } from './verify.ts';

/**
 * WooCommerce: complete orders in the body, but for what was refunded, signed with a secret of each webhook. It never
 * delivers again.
 */
export const woocommerce: Source = {
  id: 'woocommerce',
  authenticates: 'body',
  topics: ['order.created', 'order.updated', 'order.restored'],
  customers: { topics: ['customer.created', 'customer.updated'], read: readCustomer },
  backfillTopic: 'order.updated',
  refusalStatus: 401,
  privacy,
  parkedHeaders,
  api,
  isPing,
  readHeaders,
  verify,
  readOrder,
  sign,
};
