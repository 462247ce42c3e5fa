import { CATEGORIES } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readCart } from './read-cart.ts';
import { readMember, SIGN_UP_TOPIC } from './read-member.ts';
import { readOrder } from './read-order.ts';
import { PAID_TOPIC, REFUND_TOPIC, readReference } from './read-reference.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { ORDER_TOPIC, OTHER_ORDER_TOPIC, topicInBody } from './topic.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', names: true, read: readReference };
const member: Topic = { about: 'customers', read: readMember };

const topics: Source['topics'] = {
  ORDER_CREATE: order,
  [PAID_TOPIC]: order,
  ORDER_CANCEL_COMPLETE: order,
  ORDER_RETURN_COMPLETE: order,
  [REFUND_TOPIC]: order,
  [OTHER_ORDER_TOPIC]: order,
  [SIGN_UP_TOPIC]: member,
  END_USER_SIGN_UP_BULK: member,
  END_USER_INFO_UPDATE: member,
  END_USER_AGREE_INFO_UPDATE: member,
  END_USER_GRADE_UPDATE: member,
  END_USER_WITHDRAWAL: { about: 'privacy', read: readWithdrawal },
  END_USER_CART_ADD: { about: 'happening', setting: 'carts', sends: 'df_add_to_cart', read: readCart },
  [ORDER_TOPIC]: { about: 'order', isOurs: true, read: readOrder },
};

/** Imweb: webhooks with an order number and a fixed value in `authorization`. Orders are fetched from the API, which lists them too. */
export const imweb: Source = {
  id: 'imweb',
  name: 'Imweb',
  customerIds: 'text',
  authenticates: 'sender',
  topics,
  neverGives: [
    'firstName',
    'lastName',
    'df_birth',
    'df_add_to_cart variantId',
    'df_add_to_cart variantTitle',
    ...CATEGORIES,
  ],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders: ['content-type'],
  api,
  listing,
  readHeaders,
  topicInBody: topicInBody(new Set(Object.keys(topics))),
  verify,
  readOrder,
  sign,
};
