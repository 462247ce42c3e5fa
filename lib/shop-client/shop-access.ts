import { type AccessTokens, type ApiConnection, needsTokens, type TokenReading } from './access-tokens.ts';
import { basicAuthorization } from './basic-authorization.ts';
import { type GrantedTokens, isGranted } from './granted-tokens.ts';

export interface ShopAccessPorts {
  /** Tokens that a person granted. */
  readonly tokens: Pick<AccessTokens, 'get' | 'renew'>;
  /** Tokens that a client gets by itself. */
  readonly granted: GrantedTokens;
}

export type Authorization =
  | {
      readonly kind: 'headers';
      readonly headers: Readonly<Record<string, string>>;
      /** Returns other headers than these, which the API refused. Absent if there can be none. Never throws. */
      readonly renew?: () => Promise<Authorization>;
    }
  | Exclude<TokenReading, { readonly kind: 'token' }>;

/** Returns the headers that authorize a connection: with a token, or with the client's own key. Never throws. */
export async function authorize(
  { tokens, granted }: ShopAccessPorts,
  connection: ApiConnection,
): Promise<Authorization> {
  if (needsTokens(connection)) {
    return withToken(await tokens.get(connection), {
      headersOf: (token) => ({ authorization: `Bearer ${token}` }),
      renew: (refused) => tokens.renew(connection, refused),
    });
  }
  if (isGranted(connection)) {
    return withToken(await granted.get(connection), {
      headersOf: (token) => connection.api.grant.headers(token),
      renew: (refused) => granted.renew(connection, refused),
    });
  }
  return { kind: 'headers', headers: keyHeaders(connection) };
}

function keyHeaders({ api, client }: ApiConnection): Readonly<Record<string, string>> {
  return api.key?.headers(client) ?? { authorization: basicAuthorization(client) };
}

interface TokenUse {
  readonly headersOf: (token: string) => Readonly<Record<string, string>>;
  readonly renew: (refused: string) => Promise<TokenReading>;
}

function withToken(reading: TokenReading, use: TokenUse): Authorization {
  if (reading.kind !== 'token') return reading;
  const { accessToken } = reading;
  return {
    kind: 'headers',
    headers: use.headersOf(accessToken),
    renew: async () => withToken(await use.renew(accessToken), use),
  };
}
