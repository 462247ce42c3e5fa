import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { readHeaders } from './headers.ts';
import { readShopErasure } from './read-privacy-request.ts';
import { sign, verify } from './verify.ts';

const SECRET = 'secret-of-the-app-1';
const rawBody = Buffer.from('{"id":1}');

function verdict(shop: string, alsoKnownAs?: readonly string[]) {
  const input = { rawBody, secret: SECRET, topic: 'orders/paid', shop, deliveryId: 'd-1' };
  const headers = sign({ ...input, now: new Date('2026-11-29T00:00:00Z') });
  const identity = { secrets: [SECRET], shop: 'tea-house.myshopify.com', alsoKnownAs };
  return verify(readHeaders({ headers, rawBody }), identity).valid;
}

describe('a shop that changed its name', () => {
  test.each([
    ['tea-house.myshopify.com', undefined, true],
    ['hanok-tea.myshopify.com', undefined, false],
    ['hanok-tea.myshopify.com', [], false],
    ['Hanok-Tea.myshopify.com', ['hanok-tea.myshopify.com'], true],
    ['tea-house.myshopify.com', ['hanok-tea.myshopify.com'], true],
    ['other.myshopify.com', ['hanok-tea.myshopify.com'], false],
  ])('a delivery of %j with alsoKnownAs %j is taken: %s', (shop, alsoKnownAs, isTaken) => {
    expect(verdict(shop, alsoKnownAs)).toBe(isTaken);
  });

  test('is the same to a request to forget', () => {
    const body = { shop_id: 1, shop_domain: 'hanok-tea.myshopify.com' };
    const settings = mappingSettings({ alsoKnownAs: ['hanok-tea.myshopify.com'] });

    expect(readShopErasure(body, settings)).toEqual([{ kind: 'erase-shop' }]);
    expect(() => readShopErasure(body, mappingSettings())).toThrow();
  });
});
