import * as v from 'valibot';
import { NumberAttribute, number, openTable, type TableOptions, TextAttribute, text } from '../table.ts';

/** The tokens of a connection as stored in the table. */
export interface StoredTokens {
  readonly connection: string;
  /** Counts up with every change. */
  readonly version: number;
  readonly sealed: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** The right to refresh, for a time. Milliseconds since 1970. */
export interface RefreshClaim {
  readonly owner: string;
  readonly leaseUntil: number;
}

/** Every method throws `UnavailableError` with `tokens-unavailable` if the table is unavailable. */
export interface TokenStore {
  /** Returns the version that was written last, never an older one. */
  read(connection: string): Promise<StoredTokens | undefined>;
  list(): Promise<readonly StoredTokens[]>;
  /** Claims the right to refresh a version. False if another owner has it or the version was replaced. */
  claim(connection: string, version: number, claim: RefreshClaim, now: number): Promise<boolean>;
  /** Gives the right back. */
  release(connection: string, owner: string): Promise<void>;
  /** Replaces a version by new tokens and ends the claim. False if the version was already replaced, be it by these. */
  replace(connection: string, version: number, sealed: string): Promise<boolean>;
  /** Writes tokens, whatever version is stored. */
  put(connection: string, sealed: string): Promise<void>;
  remove(connection: string): Promise<void>;
}

const ItemSchema = v.pipe(
  v.object({
    id: TextAttribute,
    version: NumberAttribute,
    sealed: TextAttribute,
    changedAt: NumberAttribute,
  }),
  v.transform(({ id: connection, ...stored }): StoredTokens => ({ connection, ...stored })),
);

export interface TokenStoreOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const names = { '#owner': 'owner' };

/**
 * Returns the tokens that all instances share. Claims and replacements are conditional writes, so only one of several
 * instances refreshes. The end of a lease is compared with the clock.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createTokenStore({ now, ...options }: TokenStoreOptions): TokenStore {
  const unavailable = { code: 'tokens-unavailable', message: 'The token table is unavailable' } as const;
  const table = openTable(options, unavailable);
  const written = (sealed: string) => ({
    set: 'SET sealed = :sealed, changedAt = :now REMOVE #owner, leaseUntil ADD version :one',
    names,
    values: { ':sealed': text(sealed), ':now': number(now()), ':one': number(1) },
  });

  return {
    async read(connection) {
      const item = await table(({ get }) => get(connection));
      return item && v.parse(ItemSchema, item);
    },
    list: async () => (await table(({ scan }) => scan())).map((item) => v.parse(ItemSchema, item)),
    async claim(connection, version, { owner, leaseUntil }, at) {
      const change = {
        set: 'SET #owner = :owner, leaseUntil = :until',
        // If the answer gets lost, the client repeats the write, and finds its own claim.
        where:
          'version = :version AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR #owner = :owner)',
        names,
        values: {
          ':owner': text(owner),
          ':until': number(leaseUntil),
          ':version': number(version),
          ':now': number(at),
        },
      };
      return (await table(({ update }) => update(connection, change))) !== undefined;
    },
    async release(connection, owner) {
      const values = { ':owner': text(owner) };
      const change = { set: 'REMOVE #owner, leaseUntil', where: '#owner = :owner', names, values };
      await table(({ update }) => update(connection, change));
    },
    async replace(connection, version, sealed) {
      const change = written(sealed);
      const values = { ...change.values, ':version': number(version) };
      const update = { ...change, where: 'version = :version', values };
      return (await table((calls) => calls.update(connection, update))) !== undefined;
    },
    async put(connection, sealed) {
      await table(({ update }) => update(connection, written(sealed)));
    },
    async remove(connection) {
      await table(({ remove }) => remove(connection));
    },
  };
}
