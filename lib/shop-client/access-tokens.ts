import { ConfigError, PayloadError, UnavailableError } from '../model/errors.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { ApiClient, ApiRequest, ApiTokens, OAuth, ShopApi } from '../sources/shop-api.ts';
import { openTokens, sealTokens } from '../stores/tokens/seal-tokens.ts';
import type { StoredTokens, TokenStore } from '../stores/tokens/token-store.ts';

/** Longer than the slowest refresh, but short: an instance that crashed does not block the others for long. */
const LEASE_MS = 20_000;
/** How long an instance waits for another's refresh, and how often it checks. */
const WAIT_MS = 8_000;
const POLL_MS = 200;
/** A token that expires sooner is not used, because the request takes time, too. */
const MARGIN_MS = 60_000;
/** The old refresh token no longer works, so the new one must not be lost by a short fault of the table. */
const SAVE_ATTEMPTS = 4;

/** A connection with a shop API. */
export interface ApiConnection {
  readonly connection: string;
  readonly shop: string;
  readonly api: ShopApi;
  readonly client: ApiClient;
}

/** A connection with access by OAuth. */
export interface OAuthConnection extends ApiConnection {
  readonly api: ShopApi & { readonly oauth: OAuth };
}

/** Tells whether a connection's shop API needs tokens. */
export function needsTokens(connection: ApiConnection): connection is OAuthConnection {
  return connection.api.oauth !== undefined;
}

export type TokenReading =
  | { readonly kind: 'token'; readonly accessToken: string }
  /** An operator has to authorize the connection again. */
  | { readonly kind: 'unauthorized'; readonly code: string }
  /** A later try may succeed. */
  | { readonly kind: 'unavailable'; readonly code: string };

export interface AccessTokens {
  /** Returns an access token that has at least a minute left, from memory if possible. Never throws. */
  get(connection: OAuthConnection): Promise<TokenReading>;
  /** Returns another token than `refused`, which the API refused. Never throws. */
  renew(connection: OAuthConnection, refused: string): Promise<TokenReading>;
  /** Refreshes the tokens, even if they have time left. Never throws. */
  refresh(connection: OAuthConnection): Promise<TokenReading>;
}

/** Tells whether stored tokens can be used; if not, they are refreshed. */
type Usable = (tokens: ApiTokens, stored: StoredTokens) => boolean;

export interface AccessTokenPorts {
  readonly store: TokenStore;
  /** Sends a request to a shop's API. Never throws. */
  readonly ask: (shop: Pick<ApiConnection, 'api' | 'shop'>, request: ApiRequest) => Promise<HttpAnswer>;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Returns a new name for every claim. */
  readonly newOwner: () => string;
}

/**
 * Returns the access tokens of connections. A refresh token works once, so one instance refreshes under a claim in the
 * table, and the others use the tokens that it stored. A refresh without a readable answer is retried with the old token.
 * If the shop had carried it out, the old token no longer works and an operator has to authorize again.
 */
export function createAccessTokens(ports: AccessTokenPorts): AccessTokens {
  const remembered = new Map<string, ApiTokens>();
  const underWay = new Map<string, Promise<TokenReading>>();

  const isFresh = ({ accessExpiresAt }: ApiTokens): boolean =>
    Date.parse(accessExpiresAt) - ports.now() > MARGIN_MS;

  /** One refresh at a time within this instance: calls in the meantime share its result. */
  function once(connection: OAuthConnection, isUsable: Usable): Promise<TokenReading> {
    const { connection: id } = connection;
    const running = underWay.get(id);
    if (running !== undefined) return running;
    const reading = obtain(connection, isUsable)
      .catch((error: unknown) => toReading(error))
      .finally(() => underWay.delete(id));
    underWay.set(id, reading);
    return reading;
  }

  async function obtain(connection: OAuthConnection, isUsable: Usable): Promise<TokenReading> {
    const end = ports.now() + WAIT_MS;
    for (;;) {
      const stored = await ports.store.read(connection.connection);
      if (stored === undefined) return { kind: 'unauthorized', code: 'not-authorized' };
      const tokens = openTokens(stored.sealed, sealOf(connection));
      if (isUsable(tokens, stored)) return remember(connection, tokens);
      const owner = ports.newOwner();
      const claim = { owner, leaseUntil: ports.now() + LEASE_MS };
      if (await ports.store.claim(stored.connection, stored.version, claim, ports.now())) {
        const reading = await refreshStored(connection, { stored, tokens, owner });
        if (reading !== 'superseded') return reading;
      } else if (ports.now() >= end) {
        return { kind: 'unavailable', code: 'refresh-elsewhere' };
      } else {
        await ports.sleep(POLL_MS);
      }
    }
  }

  async function refreshStored(
    connection: OAuthConnection,
    { stored, tokens, owner }: { stored: StoredTokens; tokens: ApiTokens; owner: string },
  ): Promise<TokenReading | 'superseded'> {
    const request = connection.api.oauth.refreshRequest(connection.client, tokens.refreshToken);
    const answer = await ports.ask(connection, request);
    const outcome = readRefresh(connection.api.oauth, answer, new Date(ports.now()));
    ports.telemetry.count('TokenRefresh', 1, outcome.kind);
    if (outcome.kind === 'refreshed') return save(connection, stored, outcome.tokens);
    await ports.store.release(connection.connection, owner);
    if (outcome.kind === 'unavailable') return outcome;
    // The connection may have been authorized again, or the claim ran out and another instance refreshed.
    const latest = await ports.store.read(connection.connection);
    return latest?.version === stored.version ? outcome : 'superseded';
  }

  async function save(
    connection: OAuthConnection,
    stored: StoredTokens,
    tokens: ApiTokens,
  ): Promise<TokenReading | 'superseded'> {
    const sealed = sealTokens(tokens, sealOf(connection));
    for (let attempt = 1; ; attempt += 1) {
      try {
        const isSaved = await ports.store.replace(connection.connection, stored.version, sealed);
        return isSaved ? remember(connection, tokens) : 'superseded';
      } catch (cause) {
        if (attempt < SAVE_ATTEMPTS) continue;
        const fields = { connection: connection.connection };
        ports.telemetry.error(
          'New tokens could not be saved: they live in this instance only',
          fields,
          cause,
        );
        return remember(connection, tokens);
      }
    }
  }

  function remember({ connection }: ApiConnection, tokens: ApiTokens): TokenReading {
    remembered.set(connection, tokens);
    return { kind: 'token', accessToken: tokens.accessToken };
  }

  return {
    async get(connection) {
      const tokens = remembered.get(connection.connection);
      if (tokens !== undefined && isFresh(tokens)) return remember(connection, tokens);
      return once(connection, isFresh);
    },
    renew(connection, refused) {
      remembered.delete(connection.connection);
      return once(connection, (tokens) => tokens.accessToken !== refused && isFresh(tokens));
    },
    async refresh(connection) {
      const stored = await ports.store.read(connection.connection).catch(() => undefined);
      if (stored === undefined) return { kind: 'unavailable', code: 'tokens-unavailable' };
      return once(connection, (_, { version }) => version !== stored.version);
    },
  };
}

type Refresh =
  | { readonly kind: 'refreshed'; readonly tokens: ApiTokens }
  | Exclude<TokenReading, { readonly kind: 'token' }>;

function readRefresh(oauth: OAuth, answer: HttpAnswer, now: Date): Refresh {
  if (answer.kind === 'unanswered') return { kind: 'unavailable', code: answer.reason };
  if (answer.status === 400 || answer.status === 401) {
    return { kind: 'unauthorized', code: `refresh-http-${answer.status}` };
  }
  if (answer.status !== 200) return { kind: 'unavailable', code: `refresh-http-${answer.status}` };
  try {
    return { kind: 'refreshed', tokens: oauth.readTokens(JSON.parse(answer.body), now) };
  } catch (error) {
    if (error instanceof PayloadError || error instanceof SyntaxError) {
      return { kind: 'unavailable', code: 'refresh-unreadable' };
    }
    throw error;
  }
}

function sealOf({ connection, client }: ApiConnection) {
  return { connection, clientSecret: client.clientSecret };
}

function toReading(error: unknown): TokenReading {
  if (error instanceof UnavailableError) return { kind: 'unavailable', code: error.code };
  if (error instanceof ConfigError) return { kind: 'unauthorized', code: 'tokens-unreadable' };
  return { kind: 'unavailable', code: 'unexpected' };
}
