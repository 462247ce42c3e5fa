import { describe, expect, test } from 'vitest';
import { toGatewayEvent } from './gateway-event.ts';

const route = { source: 'shopify', connection: 'example' };

const eventOf = (body: Buffer, contentType?: string) =>
  toGatewayEvent(
    {
      method: 'POST',
      target: '/webhooks/shopify/example',
      headers: contentType === undefined ? {} : { 'content-type': [contentType] },
      body,
    },
    route,
  );

describe('A body is handed over as a string', () => {
  test.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/xml',
    'application/javascript',
    'text/plain',
    'text/csv',
  ])('for %s', (contentType) => {
    expect(eventOf(Buffer.from('{"title":"🍊"}'), contentType)).toMatchObject({
      body: '{"title":"🍊"}',
      isBase64Encoded: false,
    });
  });
});

describe('A body is handed over in base64', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/vnd.shop+json',
    'image/png',
    undefined,
  ])('for %s', (contentType) => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);

    expect(eventOf(bytes, contentType)).toMatchObject({
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    });
  });
});

test('An empty body is left out', () => {
  const event = eventOf(Buffer.alloc(0), 'application/json');

  expect(event.isBase64Encoded).toBe(false);
  expect(event).not.toHaveProperty('body');
});

test('Headers and query parameters that were sent twice are joined by a comma', () => {
  const event = toGatewayEvent(
    {
      method: 'POST',
      target: '/webhooks/shopify/example?a=1&a=2&b=%C3%A9',
      headers: { 'x-shopify-topic': ['orders/paid', 'orders/create'], host: ['localhost'] },
      body: Buffer.alloc(0),
    },
    route,
  );

  expect(event.headers).toMatchObject({ 'x-shopify-topic': 'orders/paid,orders/create', host: 'localhost' });
  expect(event.headers['x-amzn-trace-id']).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24}$/);
  expect(event).toMatchObject({
    rawPath: '/webhooks/shopify/example',
    rawQueryString: 'a=1&a=2&b=%C3%A9',
    queryStringParameters: { a: '1,2', b: 'é' },
    pathParameters: route,
  });
});
