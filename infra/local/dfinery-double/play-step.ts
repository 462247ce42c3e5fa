import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http-body.ts';
import { envelope } from './envelope.ts';
import type { FAULTS, Step } from './script.ts';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A step that takes the place of the usual answer. */
export type FailureStep = Exclude<Step, { pass: true }>;

/** Answers a request, or breaks it, as a step of the script says. */
export function playStep(step: FailureStep, exchange: Exchange): void {
  if ('code' in step) {
    sendJson(exchange.response, { body: envelope(step.code) });
  } else if ('status' in step) {
    sendStatus(step, exchange);
  } else if ('rateLimit' in step) {
    sendRateLimit(step.rateLimit, exchange);
  } else {
    faults[step.fault](exchange);
  }
}

/** Returns the detailed code that the answer of a step has, if it is known to have one. */
export function codeOfStep(step: FailureStep): string | undefined {
  if ('code' in step) return step.code;
  return 'rateLimit' in step ? QUOTA_CODE : undefined;
}

const QUOTA_CODE = '40401';

function sendStatus(step: Extract<Step, { status: number }>, { response }: Exchange): void {
  const isText = typeof step.body === 'string' || step.body === undefined;
  const contentType = isText ? 'text/plain' : 'application/json';
  response.writeHead(step.status, { 'content-type': contentType, ...step.headers });
  response.end(isText ? step.body : JSON.stringify(step.body));
}

/**
 * The text of the page and its example disagree in the spelling of the headers and in the unit of the reset.
 * @see https://docs.dfinery.ai/api-guide/rate-limit (read 2026-11-23)
 */
function sendRateLimit(
  limit: Extract<Step, { rateLimit: unknown }>['rateLimit'],
  { response }: Exchange,
): void {
  const resetAt = Date.now() + limit.resetInMs;
  const reset = limit.unit === 'ms' ? resetAt : Math.ceil(resetAt / 1000);
  if (limit.headers !== 'none') {
    response.setHeader(`${limit.headers}-Limit`, '1m');
    response.setHeader(`${limit.headers}-Remaining`, '0');
    response.setHeader(`${limit.headers}-Reset`, String(reset));
  }
  sendJson(response, { status: limit.as === 'http' ? 429 : 200, body: envelope(QUOTA_CODE) });
}

const success = JSON.stringify(envelope('20000'));

/** Faults below the envelope. Most of them leave a caller without a readable answer. */
const faults: Record<(typeof FAULTS)[number], (exchange: Exchange) => void> = {
  /** Never answers. The caller has to give up. */
  timeout: () => undefined,
  reset: ({ request }) => {
    request.socket.resetAndDestroy();
  },
  /** A success, one byte a second. */
  'slow-body': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': success.length });
    let sent = 0;
    const timer = setInterval(() => {
      response.write(success.charAt(sent));
      sent += 1;
      if (sent === success.length) response.end();
    }, 1_000);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  'half-body': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': success.length });
    response.write(success.slice(0, success.length / 2), () => response.destroy());
  },
  'not-json': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Service temporarily unavailable</body></html>');
  },
  empty: ({ response }) => {
    response.writeHead(200);
    response.end();
  },
  /** Redirects to the same address, so a caller that follows is seen to send twice. */
  redirect: ({ request, response }) => {
    response.writeHead(307, { location: request.url ?? '/' });
    response.end();
  },
};
