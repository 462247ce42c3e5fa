import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Route } from '../../../lib/receive/route-of.ts';
import { LOCAL_ACCOUNT } from './local-aws.ts';

const ROUTE_KEY = 'POST /webhooks/{source}/{connection}';

/** An HTTP request of any path, with its body whole. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Lower-case names, each with every value that was sent. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * Builds the event that API Gateway's HTTP API hands to Lambda (payload 2.0): the path decoded, lower-case header names, headers
 * sent twice joined by a comma, cookies apart, text as a string and anything else in base64. Bytes of a text that are not
 * UTF-8 are lost, because JSON cannot hold them.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (read 2026-11-24)
 * @see https://github.com/hotsock/voker/tree/main/vokerhttp/testdata (an event captured on AWS; read 2026-11-29)
 */
export function toGatewayEvent(request: HttpRequest, route: Route): APIGatewayProxyEventV2 {
  const event = toProxyEvent(request, ROUTE_KEY);
  const { cookie: _, ...headers } = event.headers;
  return { ...event, rawPath: event.requestContext.http.path, headers, pathParameters: { ...route } };
}

/** Builds what the events of an HTTP API and of a function URL share. The raw path is as it was sent. */
export function toProxyEvent(request: HttpRequest, routeKey: string): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = request.target.split('?', 2);
  const headers = joinHeaders(request.headers);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: { ...headers, 'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? newTraceId() },
    ...(headers['cookie'] !== undefined && { cookies: headers['cookie'].split('; ') }),
    ...(rawQueryString !== '' && {
      queryStringParameters: joinParameters(new URLSearchParams(rawQueryString)),
    }),
    requestContext: requestContext(request, { routeKey, rawPath, userAgent: headers['user-agent'] ?? '' }),
    ...toBody(request.body, headers['content-type']),
  };
}

/**
 * True for types that API Gateway hands over as a string. AWS does not document the list; somebody found this one by
 * trying every kind against the real service. A missing type and forms are not on it.
 * @see https://github.com/ministackorg/ministack/pull/766 (read 2026-11-24)
 */
export function isTextType(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || TEXT_TYPES.has(type);
}

const TEXT_TYPES = new Set(['application/json', 'application/xml', 'application/javascript']);

function toBody(body: Buffer, contentType: string | undefined) {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = isTextType(contentType);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Returns headers with one value each: those that were sent twice hold both, joined by a comma. */
export function joinHeaders(headers: HttpRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(',')]));
}

function joinParameters(parameters: URLSearchParams): Record<string, string> {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
}

function requestContext(
  request: HttpRequest,
  { routeKey, rawPath, userAgent }: { routeKey: string; rawPath: string; userAgent: string },
): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date();
  return {
    accountId: LOCAL_ACCOUNT,
    apiId: 'local',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: {
      method: request.method,
      path: decode(rawPath),
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent,
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html (tracing header; read 2026-11-24) */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
