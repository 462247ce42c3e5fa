import { CATEGORIES } from '../never-given.ts';
import type { Source, Topic } from '../source.ts';
import { api } from './api.ts';
import { figuresFrom } from './figures-from.ts';
import { readHeaders } from './headers.ts';
import { listing } from './listing.ts';
import { readHint } from './read-hint.ts';
import { readMember } from './read-member.ts';
import { readOrder } from './read-order.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { CHANGED_TOPIC, JOINED_TOPIC, ORDER_TOPIC, topicInBody, WITHDRAWN_TOPIC } from './topic.ts';
import { checkSecret, sign, verify } from './verify.ts';

const hint: Topic = { about: 'order', names: true, read: readHint };

/** NHN Shopby: its server API lists what changed. Webhooks are unsigned, so they only say which order to fetch sooner. */
export const shopby: Source = {
  id: 'shopby',
  name: 'NHN Shopby',
  customerIds: 'number',
  authenticates: 'sender',
  topics: {
    CREATE_ORDER: hint,
    CHANGE_ORDER_STATUS: hint,
    [ORDER_TOPIC]: { about: 'order', isOurs: true, read: readOrder },
    // A member who joined, changed or left. They are listed, never sent.
    [JOINED_TOPIC]: { about: 'customers', read: readMember },
    [CHANGED_TOPIC]: { about: 'customers', read: readMember },
    [WITHDRAWN_TOPIC]: { about: 'privacy', read: readWithdrawal },
  },
  neverGives: ['firstName', 'lastName', 'variantTitle', 'vendor', ...CATEGORIES],
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
