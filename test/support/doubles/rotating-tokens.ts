import { PayloadError } from '../../../lib/model/errors.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import type { ApiTokens, OAuth, ShopApi } from '../../../lib/sources/shop-api.ts';

const HOUR = 3_600_000;

/** How the next refresh fails: it never arrives, its answer is lost, the server is down, or its answer is unreadable. */
export type RefreshFault = 'lost-before' | 'lost-after' | 'unavailable' | 'unreadable';

/**
 * Returns a model of an authorization server with rotating refresh tokens: a used token dies, and a dead one is refused.
 * `ask` takes a while, so several may ask at once.
 */
export function rotatingTokens(options: {
  readonly now: () => number;
  readonly delay: () => Promise<unknown>;
}) {
  let count = 1;
  const faults: RefreshFault[] = [];
  const asked: string[] = [];

  const tokensOf = (number: number): ApiTokens => ({
    accessToken: `access-${number}`,
    accessExpiresAt: new Date(options.now() + 2 * HOUR).toISOString(),
    refreshToken: `refresh-${number}`,
    refreshExpiresAt: new Date(options.now() + 14 * 24 * HOUR).toISOString(),
  });
  const answered = (status: number, body: string): HttpAnswer => ({
    kind: 'answered',
    status,
    headers: {},
    body,
  });
  const lost: HttpAnswer = { kind: 'unanswered', reason: 'timeout' };

  const api: ShopApi & { readonly oauth: OAuth } = {
    origin: (shop) => `https://${shop}.example.com`,
    orders: {
      request: ({ orderId }) => ({ method: 'GET', path: `/orders/${orderId}`, headers: {} }),
      read: (body) => body,
    },
    pauseMs: () => 0,
    oauth: {
      scopes: () => ['read_orders'],
      authorizeAddress: () => '',
      codeRequest: (_, { code }) => ({ method: 'POST', path: '/token', headers: {}, body: code }),
      refreshRequest: (_, refreshToken) => ({
        method: 'POST',
        path: '/token',
        headers: {},
        body: refreshToken,
      }),
      readTokens: (body) => {
        if (typeof body !== 'object') throw new PayloadError([{ path: 'access_token', message: 'missing' }]);
        return body as ApiTokens;
      },
    },
  };

  return {
    api,
    faults,
    /** Refresh tokens that were presented, in order. */
    asked,
    /** The tokens that are valid now. */
    current: () => tokensOf(count),
    async ask(_shop: unknown, { body = '' }: { readonly body?: string }): Promise<HttpAnswer> {
      const fault = faults.shift();
      asked.push(body);
      await options.delay();
      if (fault === 'lost-before') return lost;
      if (fault === 'unavailable') return answered(503, '');
      if (fault === 'unreadable') return answered(200, '"nothing"');
      if (body !== `refresh-${count}`) return answered(400, '{"error":"invalid_grant"}');
      count += 1;
      return fault === 'lost-after' ? lost : answered(200, JSON.stringify(tokensOf(count)));
    },
  };
}
