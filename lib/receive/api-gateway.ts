import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ADDRESS_KEY } from '../sources/address-key.ts';
import { headerId } from '../sources/header-id.ts';
import type { ReceiverAnswer, ReceiverRequest } from './receiver.ts';
import type { Route } from './route-of.ts';

/**
 * Reads an event (payload 2.0) of an HTTP API or a function URL, which are alike but for the path. AWS passes text as a
 * string, and anything else as base64 for the bytes that the shop sent. Headers without a value are
 * left out: nobody could tell what they mean, and an empty id would make a message that the drain cannot read.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html (read 2026-11-29)
 */
export function toReceiverRequest(event: APIGatewayProxyEventV2, route: Route): ReceiverRequest {
  const { body = '' } = event;
  const { requestId } = event.requestContext;
  const given = { ...event.headers, ...keyOfAddress(event) };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  return {
    ...route,
    headers,
    rawBody: event.isBase64Encoded ? Buffer.from(body, 'base64') : body,
    requestId,
    traceId: headerId(headers['x-amzn-trace-id']) ?? requestId,
  };
}

/**
 * A platform that signs nothing has its key in the address, `?key=…`. It goes on as a header, because a key is looked for
 * there. Nothing else of the query is read.
 */
function keyOfAddress({ queryStringParameters: query }: APIGatewayProxyEventV2): Record<string, string> {
  const key = query?.['key'];
  return key === undefined ? {} : { [ADDRESS_KEY]: key };
}

/** What an HTTP API answers by itself if it has no such route. A function URL has no routes. */
export const noSuchRoute = json(404, { message: 'Not Found' });

/** Returns the HTTP answer. Refusals have one constant body each, so that an attacker learns nothing from them. */
export function toHttpAnswer(answer: ReceiverAnswer): APIGatewayProxyStructuredResultV2 {
  switch (answer.kind) {
    case 'queued':
      return json(200, { status: 'queued', events: answer.events, ...fetchesOf(answer) });
    case 'fetch-queued':
      return json(200, { status: 'queued', fetches: answer.fetches });
    case 'erasure-queued':
      return json(200, { status: 'queued', requests: answer.requests });
    case 'erased':
      return json(200, { status: 'erased' });
    case 'known':
      return json(200, { status: 'known' });
    case 'ignored':
      return json(200, { status: 'ignored', reason: answer.reason });
    case 'parked':
      return json(200, { status: 'parked' });
    case 'unauthorized':
      return json(answer.status, { status: 'unauthorized' });
    case 'not-found':
      return json(404, { status: 'not-found' });
    case 'too-large':
      return json(413, { status: 'too-large' });
    case 'unavailable':
      return json(503, { status: 'unavailable' });
  }
}

function fetchesOf({ fetches }: Extract<ReceiverAnswer, { kind: 'queued' }>): Record<string, number> {
  return fetches === undefined ? {} : { fetches };
}

function json(statusCode: number, body: Record<string, string | number>): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
