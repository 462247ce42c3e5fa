import { CATEGORIES } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { API_VERSION, SUPPORTED_UNTIL } from './admin-request.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readCart } from './read-cart.ts';
import { readMember } from './read-member.ts';
import { readOrder } from './read-order.ts';
import { readClaim, readReference, readReferences } from './read-references.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { ORDER_TOPIC, topicInBody } from './topic.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', names: true, read: readReference };
const orders: Topic = { about: 'order', names: true, read: readReferences };
const member: Topic = { about: 'customers', read: readMember };

/** Cafe24: webhooks with an order number and a fixed key. The order is fetched from the mall's Admin API, which lists them too. */
export const cafe24: Source = {
  id: 'cafe24',
  name: 'Cafe24',
  customerIds: 'text',
  authenticates: 'sender',
  topics: {
    // An order was placed; its payment changed; all or part of it was cancelled, returned or refunded.
    '90023': order,
    '90025': order,
    '90026': order,
    '90027': order,
    '90029': order,
    // Several orders were cancelled, refunded or returned at once.
    '90072': orders,
    '90073': orders,
    '90074': orders,
    // A return was completed. The webhook has the amount, which the order may not list.
    '90160': { about: 'order', names: true, read: readClaim },
    // A member joined; was changed; got another group; left.
    '90032': member,
    '90080': member,
    '90144': member,
    '90147': { about: 'privacy', read: readWithdrawal },
    // A product was added to a cart.
    '90084': { about: 'happening', setting: 'carts', sends: 'df_add_to_cart', read: readCart },
    [ORDER_TOPIC]: { about: 'order', isOurs: true, read: readOrder },
  },
  neverGives: ['firstName', 'lastName', 'df_add_to_cart vendor', ...CATEGORIES],
  figuresFrom,
  refusalStatus: 403,
  parkedHeaders: ['content-type'],
  apiVersion: { name: API_VERSION, supportedUntil: SUPPORTED_UNTIL },
  api,
  listing,
  readHeaders,
  topicInBody,
  verify,
  readOrder,
  sign,
};
