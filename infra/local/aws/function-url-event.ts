import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { type HttpRequest, toProxyEvent } from './gateway-event.ts';

/**
 * Builds the event that a function URL hands to Lambda (payload 2.0). It has no route, so no path parameters. The raw path is as it
 * was sent, cookies are also a header, and two headers tell of TLS.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html (read 2026-11-29)
 * @see https://github.com/hotsock/voker/tree/main/vokerhttp/testdata (an event captured on AWS; read 2026-11-29)
 */
export function toFunctionUrlEvent(request: HttpRequest): LambdaFunctionURLEvent {
  const event = toProxyEvent(request, '$default');
  const tls = { 'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256', 'x-amzn-tls-version': 'TLSv1.3' };
  return { ...event, headers: { ...event.headers, ...tls } };
}
