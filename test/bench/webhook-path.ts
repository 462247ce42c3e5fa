import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toGatewayEvent } from '../../infra/local/aws/gateway-event.ts';
import { toReceiverRequest } from '../../lib/receive/api-gateway.ts';
import type { ReceiverRequest } from '../../lib/receive/receiver.ts';
import { routeOf } from '../../lib/receive/route-of.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import type { VerifiedDelivery, WebhookRequest } from '../../lib/sources/source.ts';
import { planOrder } from '../../lib/translate/plan-queueing.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { shopOrder } from './shop-order.ts';

const NOW = new Date('2026-11-24T01:15:00.000Z');
export const connection = aShopConnection({ secrets: ['secret-of-the-benchmark'] });
const [secret = ''] = connection.secrets;

/** Returns the bytes of the event in which API Gateway hands an order's webhook to Lambda, with its body as text. */
export function webhookEvent(lines: number, index = 0): Buffer {
  const body = Buffer.from(shopOrder(lines, index));
  const delivery = { topic: 'orders/paid', shop: connection.shop, deliveryId: `d-${index}` };
  const signed = shopify.sign({ ...delivery, rawBody: body, secret, now: NOW });
  const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, [value]]));
  const request = { method: 'POST', target: '/webhooks/shopify/main', headers, body };
  return Buffer.from(JSON.stringify(toGatewayEvent(request, { source: 'shopify', connection: 'main' })));
}

/** Returns the event of its bytes, as Lambda's runtime parses it before it calls a handler. */
export function parseEvent(bytes: Buffer): APIGatewayProxyEventV2 {
  return JSON.parse(bytes.toString()) as APIGatewayProxyEventV2;
}

/** Reads an event as the receiver does. */
export function toRequest(event: APIGatewayProxyEventV2): ReceiverRequest {
  const route = routeOf(event);
  if (route === undefined) throw new Error('The event has no route');
  return toReceiverRequest(event, route);
}

/** The receiver's way in one process, from Lambda's event to the messages of the queue. */
export function receive(event: APIGatewayProxyEventV2) {
  return toMessages(toRequest(event));
}

/** The same from the request on. */
export function toMessages(request: WebhookRequest) {
  return plan(read(verify(request)));
}

export function verify(request: WebhookRequest): VerifiedDelivery {
  const verdict = shopify.verify(shopify.readHeaders(request), connection, NOW);
  if (!verdict.valid) throw new Error(verdict.reason);
  return verdict.delivery;
}

export function read(delivery: VerifiedDelivery) {
  const reading = readDelivery(shopify, delivery, { settings: connection });
  if (reading.kind !== 'order') throw new Error(reading.kind);
  return reading;
}

export function plan(reading: ReturnType<typeof read>) {
  return planOrder(reading, { connection, deliveryId: 'd', receivedAt: NOW, traceId: 't' }).events;
}
