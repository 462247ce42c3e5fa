import { CATEGORIES, OF_MEMBERS } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { parkedHeaders, readHeaders } from './headers.ts';
import { isPing } from './is-ping.ts';
import { listing } from './listing.ts';
import { readCustomer } from './read-customer.ts';
import { readDeletedCustomer } from './read-deleted-customer.ts';
import { readOrder } from './read-order.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', read: readOrder };
const customer: Topic = { about: 'customers', read: readCustomer };

/** WooCommerce: complete orders without refunded lines, signed with the webhook's own secret. It never retries. */
export const woocommerce: Source = {
  id: 'woocommerce',
  name: 'WooCommerce',
  customerIds: 'number',
  authenticates: 'body',
  topics: {
    'order.created': order,
    'order.updated': order,
    'order.restored': order,
    'customer.created': customer,
    'customer.updated': customer,
    'customer.deleted': { about: 'privacy', optIn: true, read: readDeletedCustomer },
  },
  neverGives: ['variantTitle', 'vendor', 'emailConsent', 'df_sms_ads_optin', ...CATEGORIES, ...OF_MEMBERS],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  api,
  listing,
  isPing,
  readHeaders,
  verify,
  readOrder,
  sign,
};
