import type { IncomingHttpHeaders } from 'node:http';
import type { DoubleState } from './double-state.ts';
import type { Exchange } from './exchange.ts';
import { error } from './script.ts';

/** Versions that are served. Others, and none, are refused here, so no test passes by an app's own setting. */
const VERSIONS = new Set(['2026-03-01']);

/** Puts a call into the bucket, whatever its answer. Returns the exchange whose answers have the headers about it. */
export function pourCall(
  state: DoubleState,
  exchange: Exchange,
): { readonly hasRoom: boolean; readonly limited: Exchange } {
  const { hasRoom, headers } = state.bucket.pour();
  if (!hasRoom) state.overLimit += 1;
  const limited: Exchange = {
    ...exchange,
    send: (status, body, more) => {
      exchange.send(status, body, { ...headers, ...more });
    },
  };
  return { hasRoom, limited };
}

/** Returns the refusal of a call without a token that is good for it, or without the headers that it needs. */
export function refusalOf(
  { tokens, scopes }: DoubleState,
  scope: string | undefined,
  { request: { method, headers } }: Exchange,
): unknown {
  if (method !== 'GET') return error(404, 'No such call.');
  const tokenState = tokens.stateOf(bearerOf(headers));
  if (tokenState === 'expired') return error(401, 'access_token time expired. (invalid_token)');
  if (tokenState === 'unknown') return error(401, 'Invalid access_token');
  if (scope !== undefined && !scopes.includes(scope)) return error(403, 'insufficient_scope');
  if (headers['content-type'] !== 'application/json') return error(400, 'The content type is wrong.');
  if (!VERSIONS.has(String(headers['x-cafe24-api-version']))) return error(400, 'No such version.');
  return undefined;
}

/** Returns the access token of a request, or an empty string. */
export function bearerOf({ authorization = '' }: IncomingHttpHeaders): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
}

/** Returns the HTTP status of an error. */
export function statusOf(refusal: unknown): number {
  return (refusal as { error: { code: number } }).error.code;
}
