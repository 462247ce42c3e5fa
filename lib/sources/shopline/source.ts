import { CATEGORIES } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { API_VERSION, SUPPORTED_UNTIL } from './api-version.ts';
import { figuresFrom } from './figures-from.ts';
import { parkedHeaders, readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readCheckout } from './read-checkout.ts';
import { readCustomer } from './read-customer.ts';
import { readDeletion, readRedaction, readShopErasure } from './read-erasure.ts';
import { readOrder } from './read-order.ts';
import { readOrderWebhook, readRefundWebhook } from './read-webhook.ts';
import { DELETED_TOPIC } from './stage-of.ts';
import { subscriptions } from './subscriptions.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', names: true, read: readOrderWebhook };
const refund: Topic = { about: 'order', names: true, read: readRefundWebhook };
const customer: Topic = { about: 'customers', read: readCustomer };
const checkout: Topic = {
  about: 'happening',
  setting: 'carts',
  sends: 'df_add_payment_info',
  read: readCheckout,
};
const cart: Topic = { about: 'nothing', because: 'cart-without-customer' };

/** SHOPLINE: complete orders in the body, signed with the app's secret. What was paid back is in the shop's API only. */
export const shopline: Source = {
  id: 'shopline',
  name: 'SHOPLINE',
  customerIds: 'number',
  authenticates: 'body',
  topics: {
    'orders/create': order,
    'orders/paid': order,
    'orders/updated': order,
    'orders/edited': order,
    'orders/cancelled': order,
    [DELETED_TOPIC]: order,
    'refunds/create': refund,
    'refunds/update': refund,
    'customers/create': customer,
    'customers/update': customer,
    'customers/enable': customer,
    'customers_marketing_consent/update': customer,
    'checkouts/create': checkout,
    'checkouts/update': checkout,
    'carts/create': cart,
    'carts/update': cart,
    'customers/redact': { about: 'privacy', read: readRedaction },
    'merchants/redact': { about: 'privacy', read: readShopErasure },
    'customers/delete': { about: 'privacy', optIn: true, read: readDeletion },
  },
  neverGives: ['df_membership', ...CATEGORIES],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  apiVersion: { name: API_VERSION, supportedUntil: SUPPORTED_UNTIL },
  api,
  listing,
  subscriptions,
  readHeaders,
  verify,
  readOrder: (body, settings) => readOrder(body, settings),
  sign,
};
