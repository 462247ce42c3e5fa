import { ConfigError } from '../model/errors.ts';
import type { Source } from './source.ts';

/**
 * The members that are about webhooks, of a platform that sends none. Anything that claims to be one is refused, and
 * nothing can be signed. Its connections have `"intake": "poll"`.
 */
export const withoutWebhooks = {
  sendsWebhooks: false,
  authenticates: 'body',
  refusalStatus: 401,
  parkedHeaders: [],
  readHeaders: (request) => ({ ...request, topic: undefined, deliveryId: undefined, isTest: false }),
  verify: () => ({ valid: false, reason: 'signature-missing' }),
  sign: () => {
    throw new ConfigError('This platform sends no webhooks: its orders are listed by its API');
  },
} satisfies Partial<Source>;
