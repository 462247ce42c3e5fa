import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { shopline } from './source.ts';
import { verify } from './verify.ts';

const SHOP = 'example.myshopline.com';
const SECRET = 'example-app-secret';
const BODY = '{"id":"21050000000000000000000001","name":"#1001","financial_status":"paid"}';
/** Worked out apart from this code. */
const SIGNATURE = '3a980812520cef57532f8e3a783b2dd6d2b241dbf04101f4eba3e01a59681811';

function verdictOn(
  signature: string,
  { body = BODY, secrets = [SECRET], shop = SHOP, ...more }: Record<string, unknown> = {},
) {
  const headers = {
    'x-shopline-hmac-sha256': signature,
    'x-shopline-shop-domain': String(shop),
    'x-shopline-topic': 'orders/paid',
    ...more,
  };
  const delivery = shopline.readHeaders({ headers, rawBody: Buffer.from(String(body)) });
  return verify(delivery, { secrets: secrets as string[], shop: SHOP });
}

describe('the signature', () => {
  test('is in hexadecimal digits over the raw body', () => {
    expect(verdictOn(SIGNATURE).valid).toBe(true);
    expect(verdictOn(SIGNATURE, { secrets: ['another-secret', SECRET] }).valid).toBe(true);
  });

  test('passes in base64 too, as the documents show it', () => {
    expect(verdictOn(Buffer.from(SIGNATURE, 'hex').toString('base64')).valid).toBe(true);
  });

  test.each([
    SIGNATURE.toUpperCase(),
    `${SIGNATURE} `,
    createHmac('sha256', 'another-secret').update(BODY).digest('hex'),
    createHmac('sha256', '').update(BODY).digest('hex'),
  ])('%s does not pass', (signature) => {
    expect(verdictOn(signature)).toEqual({ valid: false, reason: 'signature-mismatch' });
    expect(verdictOn(signature, { secrets: [''] }).valid).toBe(false);
  });

  test('is checked before the shop, so that a stranger learns nothing about it', () => {
    expect(verdictOn('wrong', { shop: 'another.myshopline.com' })).toMatchObject({
      reason: 'signature-mismatch',
    });
  });
});

test.each(['another.myshopline.com', ''])('the shop %j is refused: an app has one secret for all', (shop) => {
  expect(verdictOn(SIGNATURE, { shop })).toEqual({ valid: false, reason: 'shop-mismatch' });
});

test('the topic that the overview spells in another way is the same one', () => {
  const topicOf = (topic: string) => {
    const request = { headers: { 'x-shopline-topic': topic }, rawBody: Buffer.from('{}') };
    return shopline.readHeaders(request).topic;
  };
  expect(topicOf('orders/update')).toBe('orders/updated');
  expect(topicOf('refunds/update')).toBe('refunds/update');
});
