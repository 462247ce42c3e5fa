import { PayloadError } from '../model/errors.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { ApiClient, ClientGrant, ShopApi } from '../sources/shop-api.ts';
import type { ApiConnection, TokenReading } from './access-tokens.ts';
import type { AskShop } from './ask-shop.ts';

/** A token that expires sooner is not used. */
const MARGIN_MS = 5 * 60_000;

/** A connection whose client's own id and secret get access. */
export interface GrantedConnection extends ApiConnection {
  readonly api: ShopApi & { readonly grant: ClientGrant };
}

/** Tells whether a connection's client gets tokens by itself. */
export function isGranted(connection: ApiConnection): connection is GrantedConnection {
  return connection.api.grant !== undefined;
}

export interface GrantedTokens {
  /** Returns a token that has minutes left, from memory if possible. Never throws. */
  get(connection: GrantedConnection): Promise<TokenReading>;
  /** Returns another token than `refused`, which the API refused. Never throws. */
  renew(connection: GrantedConnection, refused: string): Promise<TokenReading>;
}

interface Remembered {
  readonly client: ApiClient;
  readonly shop: string;
  readonly accessToken: string;
  readonly usableUntil: number;
}

/**
 * Returns the tokens that clients get by their own id and secret. They live in memory only: any instance may ask for
 * another at any time. One request at a time for each connection.
 */
export function createGrantedTokens(ports: {
  /** Sends a request to a shop's API. Never throws. */
  readonly ask: AskShop;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): GrantedTokens {
  const remembered = new Map<string, Remembered>();
  const underWay = new Map<string, Promise<TokenReading>>();

  const tokenOf = (connection: GrantedConnection): string | undefined => {
    const token = remembered.get(connection.connection);
    const isUsable = token !== undefined && isOf(token, connection) && token.usableUntil > ports.now();
    return isUsable ? token.accessToken : undefined;
  };

  function once(connection: GrantedConnection): Promise<TokenReading> {
    const { connection: id } = connection;
    const running = underWay.get(id);
    if (running !== undefined) return running;
    const reading = obtain(connection).finally(() => underWay.delete(id));
    underWay.set(id, reading);
    return reading;
  }

  async function obtain(connection: GrantedConnection): Promise<TokenReading> {
    const { api, client, shop } = connection;
    const result = readGrant(api.grant, await ports.ask(connection, api.grant.request(client)));
    ports.telemetry.count('TokenRefresh', 1, result.kind === 'granted' ? 'refreshed' : result.kind);
    if (result.kind !== 'granted') return result;
    const { accessToken, lifeMs } = result;
    const usableUntil = ports.now() + lifeMs - MARGIN_MS;
    remembered.set(connection.connection, { client, shop, accessToken, usableUntil });
    return { kind: 'token', accessToken };
  }

  return {
    async get(connection) {
      const permanent = connection.api.grant.permanentToken?.(connection.client);
      const accessToken = permanent ?? tokenOf(connection);
      return accessToken === undefined ? once(connection) : { kind: 'token', accessToken };
    },
    async renew(connection, refused) {
      if (connection.api.grant.permanentToken?.(connection.client) !== undefined) {
        return { kind: 'unauthorized', code: 'http-401' };
      }
      const accessToken = tokenOf(connection);
      if (accessToken !== undefined && accessToken !== refused) return { kind: 'token', accessToken };
      remembered.delete(connection.connection);
      return once(connection);
    },
  };
}

function isOf({ client, shop }: Remembered, connection: GrantedConnection): boolean {
  return (
    shop === connection.shop &&
    client.clientId === connection.client.clientId &&
    client.clientSecret === connection.client.clientSecret
  );
}

type Grant =
  | { readonly kind: 'granted'; readonly accessToken: string; readonly lifeMs: number }
  | Exclude<TokenReading, { readonly kind: 'token' }>;

/** The answers that mean that an operator has to do something: a wrong client, or an app that is not installed. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404]);

function readGrant(grant: ClientGrant, answer: HttpAnswer): Grant {
  if (answer.kind === 'unanswered') return { kind: 'unavailable', code: answer.reason };
  const { status, body } = answer;
  if (REFUSED.has(status)) return { kind: 'unauthorized', code: `grant-http-${status}` };
  if (status !== 200) return { kind: 'unavailable', code: `grant-http-${status}` };
  try {
    return { kind: 'granted', ...grant.readToken(JSON.parse(body)) };
  } catch (error) {
    if (error instanceof PayloadError || error instanceof SyntaxError) {
      return { kind: 'unavailable', code: 'grant-unreadable' };
    }
    throw error;
  }
}
