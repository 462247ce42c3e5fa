import '@shopify/shopify-api/adapters/node';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { createSHA256HMAC } from '@shopify/shopify-api/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shopify } from '../../lib/sources/shopify/source.ts';

const SHOP = 'example.myshopify.com';
const TOPIC = 'orders/paid';

/** Shopify's own library for apps, which verifies webhooks, and signs with its own check. */
const peer = {
  sign: (secret: string, body: string) => createSHA256HMAC(secret, body),
  async accepts(secret: string, body: string, headers: Record<string, string>): Promise<boolean> {
    const { webhooks } = shopifyApi({
      apiKey: 'key',
      apiSecretKey: secret,
      hostName: 'app.example.com',
      apiVersion: ApiVersion.July26,
      isEmbeddedApp: false,
      logger: { log: () => undefined },
    });
    const rawRequest = Object.assign(new IncomingMessage(new Socket()), {
      headers,
      method: 'POST',
      url: '/',
    });
    const { valid } = await webhooks.validate({
      rawBody: body,
      rawRequest,
      rawResponse: new ServerResponse(rawRequest),
    });
    return valid;
  },
};

const we = {
  sign: (secret: string, body: string) =>
    shopify.sign({
      rawBody: Buffer.from(body),
      secret,
      topic: TOPIC,
      shop: SHOP,
      deliveryId: 'd-1',
      now: new Date(),
    }),
  accepts: (secret: string, body: string, headers: Record<string, string>): boolean => {
    const delivery = shopify.readHeaders({ headers, rawBody: Buffer.from(body) });
    return shopify.verify(delivery, { secrets: [secret], shop: SHOP }, new Date()).valid;
  },
};

const secret = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
/** Unicode beyond the basic plane, lone surrogates, and JSON. The library refuses an empty body. */
const body = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.json(),
  fc.constant('\ud83c lone \udf75'),
);

describe('Shopify’s own library and this adapter', () => {
  test('accept each other’s signatures of classic webhooks', async () => {
    await fc.assert(
      fc.asyncProperty(secret, body, async (shared, text) => {
        const headers = we.sign(shared, text);
        const theirs = { ...headers, 'x-shopify-hmac-sha256': await peer.sign(shared, text) };

        expect(theirs).toEqual(headers);
        expect(we.accepts(shared, text, theirs)).toBe(true);
        expect(await peer.accepts(shared, text, headers)).toBe(true);
      }),
    );
  });

  test('accept each other’s signatures of Events deliveries', async () => {
    await fc.assert(
      fc.asyncProperty(secret, body, async (shared, text) => {
        const headers = Object.fromEntries(
          Object.entries(we.sign(shared, text)).map(([name, value]) => [
            name.replace('x-shopify-', 'shopify-'),
            value,
          ]),
        );

        expect(we.accepts(shared, text, headers)).toBe(true);
        expect(await peer.accepts(shared, text, headers)).toBe(true);
      }),
    );
  });

  test('agree on changed webhooks', async () => {
    const changes = fc.constantFrom('body', 'signature', 'secret', 'no signature', 'nothing');
    await fc.assert(
      fc.asyncProperty(secret, secret, body, changes, async (shared, other, text, changed) => {
        fc.pre(shared !== other);
        const headers = we.sign(shared, text);
        const signature = headers['x-shopify-hmac-sha256'] ?? '';
        const sentHeaders = {
          ...headers,
          ...(changed === 'signature' && { 'x-shopify-hmac-sha256': changeFirst(signature) }),
          ...(changed === 'no signature' && { 'x-shopify-hmac-sha256': '' }),
        };
        const sentBody = changed === 'body' ? `${text} ` : text;
        const known = changed === 'secret' ? other : shared;

        const verdicts = [
          we.accepts(known, sentBody, sentHeaders),
          await peer.accepts(known, sentBody, sentHeaders),
        ];
        expect(verdicts).toEqual(changed === 'nothing' ? [true, true] : [false, false]);
      }),
    );
  });

  test('differ on an empty body, which Shopify never sends: the library refuses it without a check', async () => {
    const headers = we.sign('a-secret-of-the-test', '');

    expect(we.accepts('a-secret-of-the-test', '', headers)).toBe(true);
    expect(await peer.accepts('a-secret-of-the-test', '', headers)).toBe(false);
  });
});

function changeFirst(text: string): string {
  return (text.startsWith('7') ? '8' : '7') + text.slice(1);
}
