import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';

/** A fault for one request: for an order, unless `on` says otherwise. */
export type Step = Happening & {
  readonly on?: 'order' | 'product' | 'list' | 'token';
  /** How long to wait before it happens. */
  readonly delayMs?: number;
  /** Awaited before it happens. */
  readonly until?: Promise<unknown>;
};

type Happening =
  /** Answer as usual, so later steps meet later requests. */
  | { readonly pass: true }
  /** Any HTTP answer. A body that is not text is sent as JSON. Default: Cafe24's own for this status. */
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly fault: 'hang' | 'reset' | 'not-json' };

/**
 * Plays the next step for this kind of request, if any. Returns true if it took the request, which must not be answered
 * then.
 */
export async function playNext(
  script: Step[],
  { on, exchange }: { on: NonNullable<Step['on']>; exchange: Exchange },
): Promise<boolean> {
  const index = script.findIndex((step) => (step.on ?? 'order') === on);
  const [step] = index === -1 ? [] : script.splice(index, 1);
  if (step?.delayMs !== undefined) await sleep(step.delayMs);
  await step?.until;
  if (step === undefined || 'pass' in step) return false;
  if ('fault' in step) faults[step.fault](exchange);
  else exchange.send(step.status, step.body ?? messages[step.status] ?? '', step.headers);
  return true;
}

const faults = {
  /** Never answers. The caller has to give up. */
  hang: () => undefined,
  reset: ({ request }: Exchange) => {
    request.socket.resetAndDestroy();
  },
  'not-json': (exchange: Exchange) => {
    exchange.send(200, '<html><body>점검 중입니다</body></html>');
  },
};

const messages: Readonly<Record<number, unknown>> = {
  401: error(401, 'access_token time expired. (invalid_token)'),
  403: error(403, 'Insufficient scope'),
  404: error(404, 'The order does not exist.'),
  429: error(429, 'Too Many Requests'),
  500: error(500, 'Internal Server Error'),
  503: error(503, 'Service Unavailable'),
};

/**
 * The envelope of every failure of the Admin API. The texts are not documented, and nothing should depend on them.
 * @see https://developers.cafe24.com/docs/api/admin/#request-response-format (version 2026-03-01, read 2026-11-24)
 */
export function error(code: number, message: string): unknown {
  return { error: { code, message, more_info: {} } };
}
