import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toFunctionUrlEvent } from '../../infra/local/aws/function-url-event.ts';
import { type HttpRequest, toGatewayEvent } from '../../infra/local/aws/gateway-event.ts';
import { CONNECTION_ID } from '../model/connection.ts';
import { toReceiverRequest } from './api-gateway.ts';
import { routeOf } from './route-of.ts';

const route = { source: 'shopify', connection: 'main-2' };

const requestOf = (method: string, target: string): HttpRequest => ({
  method,
  target,
  headers: {},
  body: Buffer.alloc(0),
});

describe('A function URL has the route', () => {
  test.each([
    ['POST', '/webhooks/shopify/main-2', route],
    ['POST', '/webhooks/shopify/main-2?key=a/b', route],
    ['POST', '/webhooks/%73hopify/main%2D2', route],
    ['POST', '/webhooks/shopify/a%2Fb', { source: 'shopify', connection: 'a/b' }],
    ['POST', '/webhooks/shopify/%', { source: 'shopify', connection: '%' }],
    ['GET', '/webhooks/shopify/main-2', undefined],
    ['HEAD', '/webhooks/shopify/main-2', undefined],
    ['POST', '/webhooks/shopify', undefined],
    ['POST', '/webhooks/shopify/main-2/', undefined],
    ['POST', '/webhooks//main-2', undefined],
    ['POST', '//webhooks/shopify/main-2', undefined],
    ['POST', '/Webhooks/shopify/main-2', undefined],
    ['POST', '/', undefined],
  ])('%s %s', (method, target, expected) => {
    expect(routeOf(toFunctionUrlEvent(requestOf(method, target)))).toEqual(expected);
  });
});

test('The path parameters of an HTTP API count, whatever its path is behind a domain of your own', () => {
  const event = toGatewayEvent(requestOf('POST', '/shops/webhooks/shopify/main-2'), route);

  expect(routeOf(event)).toEqual(route);
});

describe('The same request, through an HTTP API and through a function URL,', () => {
  /** A function URL passes them on as headers, an HTTP API does not. Nobody reads them. */
  const onlyOfUrl = ['cookie', 'x-amzn-tls-cipher-suite', 'x-amzn-tls-version'];

  const ids = fc.record({
    source: fc.stringMatching(CONNECTION_ID),
    connection: fc.stringMatching(CONNECTION_ID),
  });

  /** Writes some characters of an id as `%2D`. */
  const written = (id: string, isEscaped: readonly boolean[]) =>
    Array.from(id, (char, at) =>
      isEscaped[at % isEscaped.length] ? `%${char.charCodeAt(0).toString(16)}` : char,
    ).join('');

  const headers = fc.record(
    {
      'content-type': fc.constantFrom(
        ['application/json'],
        ['text/plain; charset=utf-8'],
        ['application/x-www-form-urlencoded'],
        ['image/png'],
      ),
      cookie: fc.constantFrom(['a=1'], ['a=1; b=2']),
      'user-agent': fc.tuple(fc.string()),
      'x-shopify-topic': fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 3 }),
      'x-empty': fc.constant(['']),
    },
    { requiredKeys: [] },
  );

  const requests = fc.record({
    route: ids,
    isEscaped: fc.array(fc.boolean(), { minLength: 1 }),
    query: fc.constantFrom('', '?key=a%2Bb', '?key=a&key=b', '?other=1', '?key='),
    headers,
    body: fc.oneof(fc.string(), fc.json()).map((text) => Buffer.from(text)),
  });

  test('is one and the same', () => {
    fc.assert(
      fc.property(requests, ({ route: ofRequest, isEscaped, query, headers: sent, body }) => {
        const [source, connection] = [ofRequest.source, ofRequest.connection].map((id) =>
          written(id, isEscaped),
        );
        const request: HttpRequest = {
          method: 'POST',
          target: `/webhooks/${source}/${connection}${query}`,
          headers: { ...sent, 'x-amzn-trace-id': ['Root=1-2-3'] },
          body,
        };
        const ofApi = toReceiverRequest(toGatewayEvent(request, ofRequest), ofRequest);
        const event = toFunctionUrlEvent(request);
        const found = routeOf(event);
        if (found === undefined) throw new Error('no route');
        const ofUrl = toReceiverRequest(event, found);
        const shared = Object.entries(ofUrl.headers).filter(([name]) => !onlyOfUrl.includes(name));

        expect({ ...ofUrl, headers: Object.fromEntries(shared), requestId: '' }).toEqual({
          ...ofApi,
          requestId: '',
        });
      }),
    );
  });
});
