import { expect, test } from 'vitest';
import { toGatewayEvent } from '../../infra/local/aws/gateway-event.ts';
import { aReceiver } from '../../test/support/builders/a-receiver.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { decodeMessage } from '../queue/message.ts';
import { sources } from '../sources/all-sources.ts';
import { toReceiverRequest } from './api-gateway.ts';

const { rawBody } = fixture(sources.shopify, 'orders-paid.member-krw');

const route = { source: 'shopify', connection: 'main' };

function eventWith(headers: Record<string, string>) {
  const { headers: signed } = aReceiver().request({ rawBody, topic: 'orders/paid' });
  const all = Object.entries({ ...signed, ...headers }).map(([name, value = '']) => [name, [value]] as const);
  const request = { method: 'POST', target: '/', headers: Object.fromEntries(all), body: rawBody };
  return toGatewayEvent(request, route);
}

const requestWith = (headers: Record<string, string>) => toReceiverRequest(eventWith(headers), route);

/** Receives a signed order with changed headers, and returns the message as the drain reads it. */
async function queuedWith(headers: Record<string, string>) {
  const receiver = aReceiver();
  const answer = await receiver.receive(requestWith(headers));
  expect(answer).toEqual({ kind: 'queued', events: 1 });
  return decodeMessage(receiver.seen.queued[0] ?? '');
}

test('an empty delivery id and an empty trace id count as absent', async () => {
  const headers = { 'x-shopify-webhook-id': '', 'x-amzn-trace-id': '' };
  const { deliveryId, traceId } = await queuedWith(headers);

  expect(deliveryId).toMatch(/^[0-9a-f-]{36}$/);
  expect(traceId).toBe(deliveryId);
});

test('ids are cut to 128 characters', async () => {
  const long = 'x'.repeat(9_000);
  const message = await queuedWith({ 'x-shopify-webhook-id': long, 'x-amzn-trace-id': long });

  expect(message).toMatchObject({ deliveryId: 'x'.repeat(128), traceId: 'x'.repeat(128) });
});

test('a text stays text, and base64 becomes bytes, even those of no text', () => {
  const event = eventWith({});
  const bytes = Buffer.of(0x7b, 0xff, 0x7d);
  const inBase64 = { ...event, body: bytes.toString('base64'), isBase64Encoded: true };
  const { body: _, ...without } = event;

  expect(toReceiverRequest(event, route).rawBody).toBe(rawBody.toString());
  expect(toReceiverRequest(inBase64, route).rawBody).toEqual(bytes);
  expect(toReceiverRequest(without, route).rawBody).toBe('');
});

test('a header without a value counts as absent', () => {
  const { headers } = requestWith({ 'x-shopify-topic': '', 'x-shopify-shop-domain': '' });

  expect(headers['x-shopify-topic']).toBeUndefined();
  expect(headers['x-shopify-shop-domain']).toBeUndefined();
  expect(headers['x-shopify-hmac-sha256']).toMatch(/./);
});
