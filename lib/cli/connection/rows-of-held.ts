import type { HeldOfConnection } from './what-is-held.ts';

/** When something of a connection is removed: with its settings, if asked for, or never. */
export type RemovedBy = 'always' | 'purge' | 'purge-ledger' | 'never';

/** One kind of thing that is held of a connection. */
export interface HeldRow {
  readonly what: string;
  readonly count: number;
  readonly removedBy: RemovedBy;
  /** What becomes of it if it stays. */
  readonly ifKept: string;
  /** The count is that of all connections. */
  readonly isOfAll?: true;
}

export interface StoredParts {
  /** Parameters of the connection. */
  readonly parts: number;
  readonly isListed: boolean;
}

/** Returns what is held of a connection, a row for each kind. `held` is absent if the stage is not deployed. Pure. */
export function rowsOfHeld({ parts, isListed }: StoredParts, held: HeldOfConnection | undefined): HeldRow[] {
  const settings: HeldRow[] = [
    { what: 'settings and secrets', count: parts, removedBy: 'always', ifKept: 'deliveries are taken' },
    {
      what: 'place in the index',
      count: isListed ? 1 : 0,
      removedBy: 'always',
      ifKept: 'deliveries are taken',
    },
  ];
  if (held === undefined) return settings;
  const { waiting, letters, parked, hasTokens, ledger } = held;
  const waits = {
    removedBy: 'never',
    ifKept: 'of all connections; held without settings, then a dead letter',
    isOfAll: true,
  } as const;
  const dies = 'deleted by SQS 14 days after it died';
  return [
    ...settings,
    {
      what: 'tokens of the shop’s API',
      count: hasTokens ? 1 : 0,
      removedBy: 'always',
      ifKept: 'the shop’s API is asked',
    },
    { what: 'events waiting', count: waiting.events, ...waits },
    { what: 'fetches waiting', count: waiting.fetches, ...waits },
    { what: 'privacy requests waiting', count: waiting.erasures, ...waits },
    { what: 'dead letters of events', count: letters.events, removedBy: 'purge', ifKept: dies },
    { what: 'dead letters of fetches', count: letters.fetches, removedBy: 'purge', ifKept: dies },
    // Somebody asked to be forgotten, and was not yet.
    { what: 'dead privacy requests', count: letters.erasures, removedBy: 'never', ifKept: dies },
    {
      what: 'parked deliveries',
      count: parked.length,
      removedBy: 'purge',
      ifKept: 'deleted by S3 after parkedRetentionDays',
    },
    {
      what: 'place of polls, answers, pause',
      count: ledger.ofConnection.length,
      removedBy: 'purge',
      ifKept: 'forgotten after at most 400 days',
    },
    {
      what: 'orders in the ledger',
      count: ledger.ofOrders.length,
      removedBy: 'purge-ledger',
      ifKept: 'forgotten after 400 days',
    },
  ];
}
