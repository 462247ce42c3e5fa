import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ApiClient, ApiRequest, ApiTokens, OAuth } from '../shop-api.ts';
import { KstInstantSchema } from './kst-instant.ts';
import { origin } from './origin.ts';
import { scopesFor } from './scopes.ts';

const HOUR_MS = 3_600_000;
/** An access token lives for two hours, its refresh token for 14 days. */
const OUTLIVES_BY_MS = 14 * 24 * HOUR_MS - 2 * HOUR_MS;

const Token = v.pipe(v.string(), v.nonEmpty());

const TokensSchema = v.object({
  access_token: Token,
  expires_at: KstInstantSchema,
  refresh_token: Token,
  refresh_token_expires_at: v.nullish(KstInstantSchema),
});

/**
 * OAuth of a mall. A code lives for a minute. A refresh token dies with its first use: a second use at the same time
 * gets HTTP 400 `invalid_grant`. Access tokens live until they expire.
 * @see https://developers.cafe24.com/docs/api/admin/#authentication (version 2026-03-01, read 2026-11-24)
 * @see https://developers.cafe24.com/app/front/app/develop/oauth/retoken (copy of 2026-06, read 2026-11-24)
 */
export const oauth: OAuth = {
  scopes: scopesFor,
  authorizeAddress: ({ shop, clientId, redirectUri, scopes, state }) => {
    const address = new URL('/api/v2/oauth/authorize', origin(shop));
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      state,
      redirect_uri: redirectUri,
      scope: scopes.join(','),
    }).toString();
    return address.href;
  },
  codeRequest: (client, { code, redirectUri }) =>
    tokenRequest(client, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  refreshRequest: (client, refreshToken) =>
    tokenRequest(client, { grant_type: 'refresh_token', refresh_token: refreshToken }),
  readTokens,
};

function tokenRequest({ clientId, clientSecret }: ApiClient, form: Record<string, string>): ApiRequest {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return {
    method: 'POST',
    path: '/api/v2/oauth/token',
    headers: {
      authorization: `Basic ${credentials}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  };
}

/**
 * The dates have no zone. Users report that they are Korean time; the documents say nothing. If the second date is
 * missing, the tokens are kept with a default, as the previous tokens are already dead.
 */
function readTokens(body: unknown): ApiTokens {
  const tokens = parsePayload(TokensSchema, body);
  const estimated = new Date(Date.parse(tokens.expires_at) + OUTLIVES_BY_MS).toISOString();
  return {
    accessToken: tokens.access_token,
    accessExpiresAt: tokens.expires_at,
    refreshToken: tokens.refresh_token,
    refreshExpiresAt: tokens.refresh_token_expires_at ?? estimated,
  };
}
