import { describe, expect, test } from 'vitest';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { cafe24 } from './source.ts';
import { verify } from './verify.ts';

const identity = { secrets: ['first-key-of-the-test', 'second-key-of-the-test'], shop: 'fixturemall' };

function verdictOn(name: string, { key = 'first-key-of-the-test', shop = identity.shop } = {}) {
  const { rawBody } = fixture(cafe24, name);
  const delivery = cafe24.readHeaders({ headers: { 'x-api-key': key }, rawBody });
  return verify(delivery, { ...identity, shop });
}

describe('the key', () => {
  test.each(['first-key-of-the-test', 'second-key-of-the-test'])('%s passes', (key) => {
    expect(verdictOn('90023.paid-card', { key }).valid).toBe(true);
  });

  test.each(['', 'first-key-of-the-tes', 'first-key-of-the-test ', 'FIRST-KEY-OF-THE-TEST', 'third'])(
    '"%s" does not',
    (key) => {
      const reason = key === '' ? 'signature-missing' : 'signature-mismatch';

      expect(verdictOn('90023.paid-card', { key })).toEqual({ valid: false, reason });
    },
  );

  test('is checked before the mall, so that a stranger learns nothing about it', () => {
    expect(verdictOn('90023.wrong-mall', { key: 'wrong' })).toMatchObject({ reason: 'signature-mismatch' });
  });
});

describe('the mall', () => {
  test('of another connection is refused', () => {
    expect(verdictOn('90023.wrong-mall')).toEqual({ valid: false, reason: 'shop-mismatch' });
  });

  test('is compared without regard to capitals', () => {
    expect(verdictOn('90023.paid-card', { shop: 'FixtureMall' }).valid).toBe(true);
    expect(verdictOn('90023.mall-in-capitals').valid).toBe(true);
  });

  test('of the documentation’s samples passes, so that the TEST button is answered 200', () => {
    expect(verdictOn('90023.test-send').valid).toBe(true);
    expect(verdictOn('90160.test-send').valid).toBe(true);
  });

  test.each(['not json', '[', '{"resource":7}', '{"resource":{"mall_id":7}}', '{}'])(
    'of %s is left to the reader',
    (body) => {
      const headers = { 'x-api-key': 'first-key-of-the-test' };
      const delivery = cafe24.readHeaders({ headers, rawBody: Buffer.from(body) });

      expect(verify(delivery, identity).valid).toBe(true);
    },
  );
});
