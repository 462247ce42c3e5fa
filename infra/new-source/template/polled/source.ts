import { CATEGORIES } from '../../../../lib/sources/never-given.ts';
import type { Source } from '../../../../lib/sources/source.ts';
import { withoutWebhooks } from '../../../../lib/sources/without-webhooks.ts';
import { api } from '../called/api.ts';
import { figuresFrom } from '../shared/figures-from.ts';
import { readOrder } from '../shared/read-order.ts';
import { listing } from './listing.ts';

/** My Shop: no webhooks. Its API lists the orders that changed. */
export const myShop: Source = {
  ...withoutWebhooks,
  id: 'my-shop',
  name: 'My Shop',
  customerIds: 'number',
  // An order as the API lists it, for fixtures and `adapter transform`.
  topics: { order: { about: 'order', isOurs: true, read: readOrder } },
  // TO DO 65: What does the platform never give? A name that no fixture brings, and that is missing here, is named by the tests.
  neverGives: ['paidWithCredit', 'sourceName', 'variantId', 'variantTitle', 'vendor', ...CATEGORIES],
  figuresFrom,
  api,
  listing,
  readOrder,
};
