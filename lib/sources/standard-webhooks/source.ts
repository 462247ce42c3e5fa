import type { Source, Topic } from '../source.ts';
import { parkedHeaders, readHeaders } from '../standard-headers.ts';
import { topicInBody } from './envelope.ts';
import { figuresFrom } from './figures-from.ts';
import { checkSecret } from './keys.ts';
import { readOrder } from './read-order.ts';
import { sign, verify } from './verify.ts';

const order: Topic = { about: 'order', read: readOrder };

/** Any shop, middleware or ERP that sends Standard Webhooks with an order in our published schema. */
export const standardWebhooks: Source = {
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  customerIds: 'text',
  authenticates: 'body',
  topics: { 'order.created': order, 'order.paid': order, 'order.updated': order },
  neverGives: [],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  checkSecret,
  readHeaders,
  topicInBody,
  verify,
  readOrder,
  sign,
};
