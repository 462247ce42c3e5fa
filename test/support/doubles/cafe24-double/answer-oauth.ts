import { readBody } from '../../../../infra/local/http-body.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import type { DoubleState } from './double-state.ts';
import type { Exchange } from './exchange.ts';
import { playNext } from './script.ts';
import type { GivenTokens } from './token-book.ts';

export const AUTHORIZE_PATH = '/api/v2/oauth/authorize';
export const TOKEN_PATH = '/api/v2/oauth/token';

/**
 * The page on which the owner of the mall agrees: `agree` and `decline` lead back to the app.
 * @see https://developers.cafe24.com/app/front/app/develop/oauth/oauthcode (copy of 2026-06, read 2026-11-24)
 */
export function answerAuthorize(state: DoubleState, exchange: Exchange): void {
  const { path, query } = exchange;
  const wrong = ['client_id', 'redirect_uri'].filter((name) => query.get(name) !== registered(state)[name]);
  // Never redirects to an address that the app has not registered.
  if (wrong.length > 0) {
    exchange.send(400, { error: 'invalid_request', error_description: `${wrong.join(', ')} is invalid` });
    return;
  }
  const scopes = (query.get('scope') ?? '').split(',');
  if (query.get('response_type') !== 'code')
    redirect(state, exchange, { error: 'unsupported_response_type' });
  else if (!scopes.every((scope) => state.scopes.includes(scope)))
    redirect(state, exchange, { error: 'invalid_scope' });
  else if (path.endsWith('/agree')) redirect(state, exchange, { code: state.tokens.newCode() });
  else if (path.endsWith('/decline')) redirect(state, exchange, { error: 'access_denied' });
  else exchange.send(200, page(query));
}

function registered({ client, redirectUri }: DoubleState): Readonly<Record<string, string>> {
  return { client_id: client.clientId, redirect_uri: redirectUri };
}

function redirect(state: DoubleState, exchange: Exchange, answer: Record<string, string>): void {
  const location = new URL(state.redirectUri);
  for (const [name, value] of Object.entries(answer)) location.searchParams.set(name, value);
  location.searchParams.set('state', exchange.query.get('state') ?? '');
  exchange.send(302, '', { location: location.href });
}

function page(query: URLSearchParams): string {
  const link = (step: string): string =>
    `<a href="${AUTHORIZE_PATH}/${step}?${query.toString()}">${step}</a>`;
  return `<html><body>${link('agree')} ${link('decline')}</body></html>`;
}

/**
 * Gives tokens for a code, or for the latest refresh token.
 * @see https://developers.cafe24.com/app/front/app/develop/oauth/retoken (copy of 2026-06, read 2026-11-24)
 */
export async function answerToken(state: DoubleState, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  const form = new URLSearchParams((await readBody(request))?.toString());
  if (await playNext(state.script, { on: 'token', exchange })) return;

  if (request.headers.authorization !== basicOf(state.client)) {
    refuse(exchange, 401, ['invalid_client', 'It is a wrong client_secret.']);
  } else if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
    refuse(exchange, 400, ['invalid_request', 'The content type is wrong.']);
  } else {
    trade(state, exchange, form);
  }
}

/** Returns the credentials of an app. */
export function basicOf({ clientId, clientSecret }: ApiClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

function trade(state: DoubleState, exchange: Exchange, form: URLSearchParams): void {
  const grant = form.get('grant_type') ?? '';
  const field = { authorization_code: 'code', refresh_token: 'refresh_token' }[grant];
  const value = form.get(field ?? '') ?? '';
  const isBack = grant === 'refresh_token' || form.get('redirect_uri') === state.redirectUri;
  if (field === undefined) {
    refuse(exchange, 400, ['unsupported_grant_type', 'Invalid grant_type parameter or parameter missing']);
  } else if (value === '' || !isBack) {
    refuse(exchange, 400, ['invalid_request', 'A parameter is missing or wrong.']);
  } else {
    const given = field === 'code' ? state.tokens.redeemCode(value) : state.tokens.refresh(value);
    if (given === undefined) refuse(exchange, 400, ['invalid_grant', `Invalid ${field}`]);
    else exchange.send(200, answerOf(state, given));
  }
}

function refuse(exchange: Exchange, status: number, [error, error_description]: [string, string]): void {
  exchange.send(status, { error, error_description });
}

function answerOf(state: DoubleState, given: GivenTokens): unknown {
  return {
    access_token: given.accessToken,
    expires_at: koreanTime(given.accessExpiresAt),
    refresh_token: given.refreshToken,
    refresh_token_expires_at: koreanTime(given.refreshExpiresAt),
    client_id: state.client.clientId,
    mall_id: state.mall,
    user_id: 'owner',
    scopes: state.scopes,
    issued_at: koreanTime(state.now()),
    shop_no: '1',
    token_type: 'Bearer',
  };
}

/** `2026-11-24T16:00:00.000`: Korean time without an offset. */
function koreanTime(date: Date): string {
  return new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(0, -1);
}
