import { CATEGORIES } from '../../../../lib/sources/never-given.ts';
import type { Source, Topic } from '../../../../lib/sources/source.ts';
import { figuresFrom } from '../shared/figures-from.ts';
import { readOrder } from '../shared/read-order.ts';
import { parkedHeaders, readHeaders } from '../signed/headers.ts';
import { sign, verify } from '../signed/verify.ts';

const order: Topic = { about: 'order', read: readOrder };

/** My Shop: complete orders in the body, signed. */
export const myShop: Source = {
  id: 'my-shop',
  name: 'My Shop',
  customerIds: 'number',
  authenticates: 'body',
  // TO DO 35: Which topics does the platform have? Name those about orders as it writes them; docs/adding-a-source.md has the other kinds.
  topics: { 'order/paid': order, 'order/updated': order },
  // TO DO 65: What does the platform never give? A name that no fixture brings, and that is missing here, is named by the tests.
  neverGives: ['paidWithCredit', 'sourceName', 'variantId', 'variantTitle', 'vendor', ...CATEGORIES],
  figuresFrom,
  refusalStatus: 401,
  parkedHeaders,
  readHeaders,
  verify,
  readOrder,
  sign,
};
