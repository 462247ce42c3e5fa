import { expect, test } from 'vitest';
import { ConfigError } from '../model/errors.ts';
import { withoutWebhooks } from './without-webhooks.ts';

test('a platform without webhooks refuses what claims to be one, and signs nothing', () => {
  expect(withoutWebhooks.verify()).toEqual({ valid: false, reason: 'signature-missing' });
  expect(withoutWebhooks.sign).toThrow(ConfigError);
});
