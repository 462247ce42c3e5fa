/** The tokens of a stand-in: each lives for a while, and any number at once. */
export interface ShopifyTokens {
  /** Answers a request of client credentials. */
  readonly grant: (body: string) => { readonly status: number; readonly body: unknown };
  readonly accepts: (token: unknown) => boolean;
  /** From now on no token that was given out is accepted. */
  readonly expire: () => void;
  readonly count: () => number;
}

/**
 * Returns the token endpoint of one app.
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant (read 2026-11-28)
 */
export function createShopifyTokens({
  client,
  scopes,
  lifeMs,
  now,
}: {
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly scopes: readonly string[];
  readonly lifeMs: number;
  readonly now: () => number;
}): ShopifyTokens {
  const endOf = new Map<string, number>();
  let given = 0;
  return {
    grant(body) {
      const asked = new URLSearchParams(body);
      const isKnown =
        asked.get('grant_type') === 'client_credentials' &&
        asked.get('client_id') === client.clientId &&
        asked.get('client_secret') === client.clientSecret;
      if (!isKnown) return { status: 400, body: { error: 'invalid_client' } };
      given += 1;
      const token = `shpat_of-the-stand-in-${given}`;
      endOf.set(token, now() + lifeMs);
      const seconds = Math.floor(lifeMs / 1_000);
      return { status: 200, body: { access_token: token, scope: scopes.join(','), expires_in: seconds } };
    },
    // A permanent token of an app that was made in the shop's admin is the secret itself.
    accepts: (token) =>
      typeof token === 'string' && (token === client.clientSecret || (endOf.get(token) ?? 0) > now()),
    expire: () => {
      endOf.clear();
    },
    count: () => given,
  };
}
