import { CATEGORIES, OF_MEMBERS } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { API_VERSION, SUPPORTED_UNTIL } from './api-version.ts';
import { readExport } from './bulk/read-export.ts';
import { figuresFrom } from './figures-from.ts';
import { EVENTS_DELIVERY, parkedHeaders, readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readCheckout } from './read-checkout.ts';
import { readCustomer } from './read-customer.ts';
import { readOrder } from './read-order.ts';
import { readCustomerErasure, readDataRequest, readShopErasure } from './read-privacy-request.ts';
import { subscriptions } from './subscriptions.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', read: readOrder };
const customer: Topic = { about: 'customers', read: readCustomer };
const checkout: Topic = {
  about: 'happening',
  setting: 'carts',
  sends: 'df_add_payment_info',
  read: readCheckout,
};
const cart: Topic = { about: 'nothing', because: 'cart-without-customer' };

/** Shopify: complete orders in the body, signed with the app's client secret or the notification signing key. */
export const shopify: Source = {
  id: 'shopify',
  name: 'Shopify',
  customerIds: 'number',
  authenticates: 'body',
  topics: {
    'orders/create': order,
    'orders/paid': order,
    'orders/updated': order,
    'orders/cancelled': order,
    [EVENTS_DELIVERY]: { about: 'nothing', because: 'events-delivery' },
    'refunds/create': { about: 'nothing', because: 'refund-without-customer' },
    'customers/create': customer,
    'customers/update': customer,
    'customers/enable': customer,
    // Since version 2025-01 only these two topics hold a consent.
    // @see https://shopify.dev/changelog/new-customer-s-webhook-and-changes-to-existing-customer-s-webhooks-payload (read 2026-11-24)
    'customers_email_marketing_consent/update': customer,
    'customers_marketing_consent/update': customer,
    'checkouts/create': checkout,
    // Sent at every step of the buyer.
    'checkouts/update': checkout,
    'carts/create': cart,
    'carts/update': cart,
    'customers/redact': { about: 'privacy', read: readCustomerErasure },
    'shop/redact': { about: 'privacy', read: readShopErasure },
    'customers/data_request': { about: 'privacy', read: readDataRequest },
  },
  neverGives: ['paidWithCredit', ...CATEGORIES, ...OF_MEMBERS],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  apiVersion: { name: API_VERSION, supportedUntil: SUPPORTED_UNTIL },
  api,
  listing,
  subscriptions,
  readHeaders,
  verify,
  readOrder,
  readExport,
  sign,
};
