const CODE_LIFETIME_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface TokenOptions {
  readonly now: () => Date;
  readonly accessLifetimeMs?: number;
  readonly refreshLifetimeMs?: number;
  /** The prefix of every token, to tell several malls apart. */
  readonly prefix?: string;
}

export interface GivenTokens {
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

export interface TokenBook {
  /** A code for one use within a minute. */
  newCode(): string;
  /** Trades a code; `undefined` if it is unknown, used or too old. */
  redeemCode(code: string): GivenTokens | undefined;
  /** Trades the latest refresh token; `undefined` for any other. */
  refresh(refreshToken: string): GivenTokens | undefined;
  stateOf(accessToken: string): 'good' | 'expired' | 'unknown';
  /** Ends every access token early. */
  expireAccess(): void;
  /** How often tokens were issued. */
  readonly given: number;
}

/**
 * Keeps the tokens of one mall. Only the latest refresh token is valid: each use, and each new code, ends its
 * predecessor. Access tokens are valid until they expire.
 * @see https://developers.cafe24.com/app/front/app/develop/oauth/retoken (copy of 2026-06, read 2026-11-24)
 */
export function tokenBook({
  now,
  accessLifetimeMs = 2 * HOUR_MS,
  refreshLifetimeMs = 14 * 24 * HOUR_MS,
  prefix = '',
}: TokenOptions): TokenBook {
  const codes = new Map<string, number>();
  const access = new Map<string, number>();
  let live: GivenTokens | undefined;
  let given = 0;

  function give(): GivenTokens {
    given += 1;
    const from = now().getTime();
    live = {
      accessToken: `${prefix}access-${given}`,
      accessExpiresAt: new Date(from + accessLifetimeMs),
      refreshToken: `${prefix}refresh-${given}`,
      refreshExpiresAt: new Date(from + refreshLifetimeMs),
    };
    access.set(live.accessToken, live.accessExpiresAt.getTime());
    return live;
  }

  return {
    newCode: () => {
      const code = `code-${codes.size + 1}`;
      codes.set(code, now().getTime() + CODE_LIFETIME_MS);
      return code;
    },
    redeemCode: (code) => {
      const endsAt = codes.get(code) ?? 0;
      codes.set(code, 0);
      return now().getTime() < endsAt ? give() : undefined;
    },
    refresh: (refreshToken) => {
      const isLive = live?.refreshToken === refreshToken && now() < live.refreshExpiresAt;
      return isLive ? give() : undefined;
    },
    stateOf: (accessToken) => {
      const endsAt = access.get(accessToken);
      if (endsAt === undefined) return 'unknown';
      return now().getTime() < endsAt ? 'good' : 'expired';
    },
    expireAccess: () => {
      for (const token of access.keys()) access.set(token, 0);
    },
    get given() {
      return given;
    },
  };
}
