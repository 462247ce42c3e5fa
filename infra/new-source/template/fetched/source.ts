import { CATEGORIES } from '../../../../lib/sources/never-given.ts';
import type { Source, Topic } from '../../../../lib/sources/source.ts';
import { api } from '../called/api.ts';
import { figuresFrom } from '../shared/figures-from.ts';
import { readOrder } from '../shared/read-order.ts';
import { parkedHeaders, readHeaders } from '../signed/headers.ts';
import { sign, verify } from '../signed/verify.ts';
import { readReference } from './read-reference.ts';

const reference: Topic = { about: 'order', names: true, read: readReference };

/** My Shop: signed webhooks that only name an order, which is fetched from the shop's API. */
export const myShop: Source = {
  id: 'my-shop',
  name: 'My Shop',
  customerIds: 'number',
  authenticates: 'body',
  // TO DO 35: Which topics does the platform have? Name those about orders as it writes them; docs/adding-a-source.md has the other kinds.
  topics: {
    'order/paid': reference,
    'order/updated': reference,
    // An order as the API answers it, for fixtures and `adapter transform`.
    order: { about: 'order', isOurs: true, read: readOrder },
  },
  // TO DO 65: What does the platform never give? A name that no fixture brings, and that is missing here, is named by the tests.
  neverGives: ['paidWithCredit', 'sourceName', 'variantId', 'variantTitle', 'vendor', ...CATEGORIES],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  api,
  readHeaders,
  verify,
  readOrder,
  sign,
};
