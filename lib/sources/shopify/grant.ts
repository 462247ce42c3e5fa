import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ClientGrant } from '../shop-api.ts';

/**
 * Tokens of apps that are made in the shop's admin, custom ones and those of legacy. They do not end.
 * The secret of an app begins with `shpss_`, or with none of these.
 * @see https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing (read 2026-11-29)
 */
const TOKEN = /^shp(?:at|ca|pa)_/;

/** A token lives for 24 hours. */
const DAY_SECONDS = 86_400;

const TokenSchema = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: v.optional(v.pipe(v.number(), v.minValue(1)), DAY_SECONDS),
});

/**
 * How an app of one's own gets a token: by its id and secret, for 24 hours, as often as it likes. The scopes are those of
 * the app's released version. Apps for other people's shops need another way, which is not taken.
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant (read 2026-11-29)
 */
export const grant: ClientGrant = {
  permanentToken: ({ clientSecret }) => (TOKEN.test(clientSecret) ? clientSecret : undefined),
  request: ({ clientId, clientSecret }) => ({
    method: 'POST',
    path: '/admin/oauth/access_token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  }),
  readToken: (body) => {
    const { access_token: accessToken, expires_in: seconds } = parsePayload(TokenSchema, body);
    return { accessToken, lifeMs: seconds * 1_000 };
  },
  headers: (accessToken) => ({ 'x-shopify-access-token': accessToken }),
};
