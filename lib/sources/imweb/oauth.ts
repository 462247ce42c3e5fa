import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ApiClient, ApiRequest, ApiTokens, OAuth } from '../shop-api.ts';
import { unwrap } from './envelope.ts';
import { origin } from './origin.ts';

const HOUR_MS = 3_600_000;
/** An answer has no field for either: an access token lives for two hours, its refresh token for 90 days. */
const ACCESS_LIFE_MS = 2 * HOUR_MS;
const REFRESH_LIFE_MS = 90 * 24 * HOUR_MS;

const Token = v.pipe(v.string(), v.nonEmpty());
const TokensSchema = v.object({ accessToken: Token, refreshToken: Token });

/** Without the first the page answers with code 30156. */
const ALWAYS = ['site-info:write', 'order:read'];
/** To name and price what was put into a cart. */
const CARTS = 'product:read';

/**
 * OAuth of a site, with names in camel case. A refresh makes both tokens anew. Until the connection is completed, the API
 * refuses other calls with code 30132.
 * @see https://developers-docs.imweb.me/reference (OAuth2.0, Site-Info; version 1.0, copy of 2026-07, read 2026-11-29)
 */
export const oauth: OAuth = {
  scopes: ({ carts }) => (carts === 'send' ? [...ALWAYS, CARTS] : ALWAYS),
  authorizeAddress: ({ shop, clientId, redirectUri, scopes, state }) => {
    const address = new URL('/oauth2/authorize', origin(shop));
    const scope = scopes.join(' ');
    const query = { responseType: 'code', clientId, redirectUri, scope, state, siteCode: shop };
    // A plus sign is not everywhere a space.
    address.search = new URLSearchParams(query).toString().replaceAll('+', '%20');
    return address.href;
  },
  codeRequest: (client, { code, redirectUri }) =>
    tokenRequest(client, { grantType: 'authorization_code', redirectUri, code }),
  refreshRequest: (client, refreshToken) =>
    tokenRequest(client, { grantType: 'refresh_token', refreshToken }),
  readTokens,
  completion: () => ({
    method: 'PATCH',
    path: '/site-info/integration-complete',
    headers: { 'content-type': 'application/json' },
    body: '{"configData":{}}',
  }),
};

function tokenRequest({ clientId, clientSecret }: ApiClient, form: Record<string, string>): ApiRequest {
  return {
    method: 'POST',
    path: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, clientId, clientSecret }).toString(),
  };
}

function readTokens(body: unknown, now: Date): ApiTokens {
  const endAfter = (lifeMs: number) => new Date(now.getTime() + lifeMs).toISOString();
  return {
    ...parsePayload(TokensSchema, unwrap(body)),
    accessExpiresAt: endAfter(ACCESS_LIFE_MS),
    refreshExpiresAt: endAfter(REFRESH_LIFE_MS),
  };
}
