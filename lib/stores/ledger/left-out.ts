import * as v from 'valibot';
import { type Decimal, toDecimal } from '../../model/money.ts';
import type { ConnectionAtService } from '../connections/find-for-service.ts';
import { expiry, type Item, openTable, type TableOptions } from '../table.ts';
import { REMEMBERED_MS } from './ledger-item.ts';
import { connectionLane } from './service-pauses.ts';

const KINDS = ['revenue', 'refunds'] as const;

/** `revenue`: what became due after an order was told. `refunds`: what was paid back beyond what was told. */
export type LeftOutKind = (typeof KINDS)[number];

/** An amount that Dfinery was not told of. */
export interface LeftOut {
  readonly kind: LeftOutKind;
  readonly currency: string;
  readonly amount: Decimal;
}

/** Every method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable. */
export interface LeftOutAmounts {
  /** Adds an amount to what is left out of a connection. It is remembered for 400 days after the last one. */
  add(connection: ConnectionAtService, leftOut: LeftOut): Promise<void>;
  /** Returns the sums by `connectionLane`, one for each kind and currency. */
  read(connections: readonly ConnectionAtService[]): Promise<ReadonlyMap<string, readonly LeftOut[]>>;
}

interface LeftOutOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns what is left out, which all instances add up in the ledger's table, one item per connection and service. It
 * is for a person to see: an amount whose write got no answer may be missing, or counted twice.
 */
export function createLeftOutAmounts({ now, ...options }: LeftOutOptions): LeftOutAmounts {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (connection: ConnectionAtService) => `${connectionLane(connection)}#left-out`;
  return {
    async add(connection, { kind, currency, amount }) {
      const change = {
        set: 'SET expiresAt = :expiresAt ADD #sum :amount',
        names: { '#sum': `${kind}:${currency}` },
        values: { ':expiresAt': expiry(now() + REMEMBERED_MS), ':amount': { N: amount } },
      };
      await table(({ update }) => update(idOf(connection), change));
    },
    async read(connections) {
      const items = await table(({ read }) => read(connections.map(idOf)));
      const byId = new Map(items.map((item) => [item['id']?.S, sumsOf(item)]));
      return new Map(
        connections.flatMap((connection) => {
          const sums = byId.get(idOf(connection));
          return sums === undefined ? [] : [[connectionLane(connection), sums]];
        }),
      );
    },
  };
}

/** DynamoDB writes a number in its own way: `1E+2`. */
const SumSchema = v.pipe(
  v.object({ N: v.string() }),
  v.transform(({ N }) => toDecimal(N)),
);

function sumsOf(item: Item): LeftOut[] {
  return Object.entries(item)
    .flatMap(([name, value]) => {
      const [prefix, currency] = name.split(':');
      const kind = KINDS.find((known) => known === prefix);
      return kind === undefined || currency === undefined
        ? []
        : { kind, currency, amount: v.parse(SumSchema, value) };
    })
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ kind, currency }: LeftOut): string {
  return `${kind}:${currency}`;
}
