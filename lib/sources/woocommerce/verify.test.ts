import { describe, expect, test } from 'vitest';
import { recordedDeliveries } from '../../../test/support/reading/recorded-deliveries.ts';
import { woocommerce } from './source.ts';

const SECRET = 'woo-captured-secret';
const now = new Date('2026-11-24T00:00:00.000Z');
const signed = recordedDeliveries().filter(({ expected }) => expected !== 'ping');

function verify(request: (typeof signed)[number], { shop = 'main', secrets = [SECRET] } = {}) {
  return woocommerce.verify(woocommerce.readHeaders(request), { secrets, shop }, now);
}

describe('deliveries that real shops signed', () => {
  test('each is verified, and none with one bit changed', () => {
    const secrets = ['woo &amp; "quoted" <s>', SECRET];

    expect(signed.length).toBeGreaterThan(200);
    for (const request of signed) {
      const rawBody = Buffer.from(request.rawBody);
      rawBody.writeUInt8(rawBody.readUInt8(rawBody.length >> 1) ^ 1, rawBody.length >> 1);

      expect(verify(request, { secrets }).valid, request.name).toBe(true);
      expect(verify({ ...request, rawBody }, { secrets }), request.name).toEqual({
        valid: false,
        reason: 'signature-mismatch',
      });
    }
  });

  test.each(['woo &amp; "quoted" <s>', 'woo & "quoted" <s>'])('the secret may be written %s', (secret) => {
    const request = signed.find(({ name }) => name.endsWith('--secret-entities'));
    if (request === undefined) throw new Error('not recorded');

    expect(verify(request, { secrets: [secret] }).valid).toBe(true);
    expect(verify(request).valid).toBe(false);
  });

  test('one from the other shop, with the same secret, is refused if the connection names its host', () => {
    const [a, b] = [signed.find(({ shop }) => shop === 'a'), signed.find(({ shop }) => shop === 'b')];
    if (a === undefined || b === undefined) throw new Error('not recorded');

    expect(verify(a, { shop: '127.0.0.1:38080' }).valid).toBe(true);
    expect(verify(b, { shop: '127.0.0.1:38080' })).toEqual({ valid: false, reason: 'shop-mismatch' });
    expect(verify(b, { shop: 'main' }).valid).toBe(true);
  });
});

test('a delivery without a home address is refused, whatever the connection’s shop', () => {
  const [request] = signed;
  if (request === undefined) throw new Error('not recorded');
  const { 'x-wc-webhook-source': _, ...headers } = request.headers;

  for (const shop of ['example.com', 'main']) {
    expect(verify({ ...request, headers }, { shop })).toEqual({ valid: false, reason: 'shop-mismatch' });
  }
});

test('deliveries of one second share their id, so it is not unique', () => {
  const ids = signed.map((request) => woocommerce.readHeaders(request).deliveryId);

  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBeLessThan(ids.length);
});
