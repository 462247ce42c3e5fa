import type { Source } from '../source.ts';
import { api } from './api.ts';
import { readHeaders } from './headers.ts';
import { CART_TOPICS, readCart } from './read-cart.ts';
import { MEMBER_TOPICS, readMember } from './read-member.ts';
import { readOrder } from './read-order.ts';
import { privacy } from './read-withdrawal.ts';
import { ORDER_TOPIC, topicInBody, WEBHOOK_TOPICS } from './topic.ts';
import { sign, verify } from './verify.ts';

/** Cafe24: webhooks that name an order, sent with a fixed key; the order is fetched from the mall's Admin API. */
export const cafe24: Source = {
  id: 'cafe24',
  authenticates: 'sender',
  topics: [...WEBHOOK_TOPICS, ORDER_TOPIC],
  customers: { topics: MEMBER_TOPICS, read: readMember },
  carts: { topics: CART_TOPICS, read: readCart },
  backfillTopic: ORDER_TOPIC,
  refusalStatus: 403,
  privacy,
  parkedHeaders: ['content-type'],
  api,
  readHeaders,
  topicInBody,
  verify,
  readOrder,
  sign,
};
