import { CATEGORIES, OF_MEMBERS } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { parkedHeaders, readHeaders } from '../standard-headers.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { listing } from './listing.ts';
import { readCustomer, readDeletedCustomer } from './read-customer.ts';
import { readOrder } from './read-order.ts';
import { readReference } from './read-reference.ts';
import { subscriptions } from './subscriptions.ts';
import { CUSTOMER_TOPIC, NEW_CUSTOMER_TOPIC, ORDER_TOPIC, topicInBody } from './topic.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', names: true, read: readReference };
const customer: Topic = { about: 'customers', read: readCustomer };

/** BigCommerce: signed webhooks that only name an order. It is fetched from the store's API, which lists orders and customers, too. */
export const bigcommerce: Source = {
  id: 'bigcommerce',
  name: 'BigCommerce',
  customerIds: 'number',
  authenticates: 'body',
  topics: {
    'store/order/created': order,
    'store/order/updated': order,
    'store/order/statusUpdated': order,
    'store/order/archived': order,
    'store/order/refund/created': order,
    'store/customer/deleted': { about: 'privacy', optIn: true, read: readDeletedCustomer },
    [CUSTOMER_TOPIC]: customer,
    [NEW_CUSTOMER_TOPIC]: customer,
    [ORDER_TOPIC]: { about: 'order', isOurs: true, read: readOrder },
  },
  neverGives: ['emailConsent', 'df_sms_ads_optin', ...CATEGORIES, ...OF_MEMBERS],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  api,
  listing,
  subscriptions,
  readHeaders,
  topicInBody,
  verify,
  readOrder,
  sign,
};
