import * as v from 'valibot';
import type { InvokeOutcome } from './invoke.ts';

/** The answer that goes back over the wire. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const HeaderValue = v.union([v.string(), v.number(), v.boolean()]);

const StructuredSchema = v.object({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
  headers: v.nullish(v.record(v.string(), HeaderValue), {}),
  body: v.nullish(v.string(), ''),
  isBase64Encoded: v.nullish(v.boolean(), false),
  cookies: v.nullish(v.array(v.string()), []),
});

const json = { 'content-type': 'application/json' };

/** Answers of API Gateway itself. */
export const gatewayAnswers = {
  notFound: message(404, 'Not Found'),
  tooLarge: message(413, 'Request Entity Too Large'),
  failed: message(500, 'Internal Server Error'),
  /**
   * Of a function URL. AWS documents only that it is a 5xx.
   * @see https://github.com/awslabs/aws-lambda-cpp/issues/200 (read 2026-11-29)
   * @see https://github.com/awslabs/route53-dynamic-dns-with-lambda/issues/56 (read 2026-11-29)
   */
  failedAtUrl: { status: 502, headers: json, body: Buffer.from('Internal Server Error') },
} as const;

/**
 * Turns the answer of a function into HTTP as API Gateway's HTTP API does: an object with `statusCode` is the answer;
 * any other JSON is the body of a 200. A function URL does so too. A function that threw or took too long is answered `failed`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (read 2026-11-24)
 */
export function toGatewayAnswer(outcome: InvokeOutcome, failed: GatewayAnswer): GatewayAnswer {
  if (outcome.kind !== 'response') return failed;
  const answer = parse(outcome.body);
  if (answer === undefined) return failed;
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    return { status: 200, headers: json, body: Buffer.from(outcome.body) };
  }

  const structured = v.safeParse(StructuredSchema, answer);
  if (!structured.success) return failed;
  const { statusCode, headers, body, isBase64Encoded, cookies } = structured.output;
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCase(headers),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function message(status: number, text: string): GatewayAnswer {
  return { status, headers: json, body: Buffer.from(JSON.stringify({ message: text })) };
}

function lowerCase(headers: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
