import type { Source } from '../source.ts';
import { readExport } from './bulk/read-export.ts';
import { parkedHeaders, readHeaders } from './headers.ts';
import { CHECKOUT_TOPICS, readCheckout } from './read-checkout.ts';
import { CUSTOMER_TOPICS, readCustomer } from './read-customer.ts';
import { readOrder } from './read-order.ts';
import { privacy } from './read-privacy-request.ts';
import { sign, verify } from './verify.ts';

/** Shopify: complete orders in the body, signed with the app's client secret or the notification signing key. */
export const shopify: Source = {
  id: 'shopify',
  authenticates: 'body',
  topics: ['orders/create', 'orders/paid', 'orders/updated', 'orders/cancelled'],
  unusableTopics: {
    'refunds/create': 'refund-without-customer',
    'carts/create': 'cart-without-customer',
    'carts/update': 'cart-without-customer',
  },
  customers: { topics: CUSTOMER_TOPICS, read: readCustomer },
  carts: { topics: CHECKOUT_TOPICS, read: readCheckout },
  backfillTopic: 'orders/updated',
  refusalStatus: 401,
  privacy,
  parkedHeaders,
  readHeaders,
  verify,
  readOrder,
  readExport,
  sign,
};
