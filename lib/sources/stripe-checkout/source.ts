import { CATEGORIES } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readExpired } from './read-expired.ts';
import { readOrder } from './read-order.ts';
import { readPayment, readSession } from './read-reference.ts';
import { ORDER_TOPIC, PAYMENT_TOPICS, SESSION_TOPICS, topicInBody } from './topic.ts';
import { checkSecret, sign, verify } from './verify.ts';

const session: Topic = { about: 'order', names: true, read: readSession };
const payment: Topic = { about: 'order', names: true, read: readPayment };

/** Stripe Checkout: signed events without lines. Sessions are fetched from the API, which lists the events too. */
export const stripeCheckout: Source = {
  id: 'stripe-checkout',
  name: 'Stripe Checkout',
  customerIds: 'text',
  authenticates: 'body',
  topics: {
    ...Object.fromEntries(SESSION_TOPICS.map((topic) => [topic, session])),
    ...Object.fromEntries(PAYMENT_TOPICS.map((topic) => [topic, payment])),
    'checkout.session.expired': {
      about: 'happening',
      setting: 'carts',
      sends: 'df_add_payment_info',
      read: readExpired,
    },
    [ORDER_TOPIC]: { about: 'order', isOurs: true, read: readOrder },
  },
  neverGives: ['paidWithCredit', 'variantTitle', 'vendor', ...CATEGORIES],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders: ['content-type'],
  checkSecret,
  api,
  listing,
  readHeaders,
  topicInBody,
  verify,
  readOrder,
  sign,
};
