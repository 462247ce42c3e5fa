import * as v from 'valibot';
import type { ConnectionAtService } from '../connections/find-for-service.ts';
import { expiry, NumberAttribute, number, openTable, type TableOptions } from '../table.ts';
import { REMEMBERED_MS } from './ledger-item.ts';
import { connectionLane } from './service-pauses.ts';

const ItemSchema = v.object({ heardAt: NumberAttribute });

/** When shops were heard from last. Every method throws `UnavailableError` with `ledger-unavailable`. */
export interface HeardFrom {
  /**
   * Remembers that a webhook of a connection was received at a time (milliseconds since 1970), but at most once an hour for
   * each connection and instance.
   */
  note(connection: ConnectionAtService, heardAt: number): Promise<void>;
  /** Returns the times by `connectionLane`, at most an hour behind. Connections never heard from are absent. */
  read(connections: readonly ConnectionAtService[]): Promise<ReadonlyMap<string, number>>;
}

const WRITE_EVERY_MS = 60 * 60_000;

/**
 * Returns what all instances share through the ledger's table, one item per connection and service. Only webhooks that
 * were queued count: the drain writes it, because the receiver has no table.
 */
export function createHeardFrom(options: TableOptions): HeardFrom {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (connection: ConnectionAtService) => `${connectionLane(connection)}#heard`;
  const written = new Map<string, number>();
  return {
    async note(connection, heardAt) {
      const id = idOf(connection);
      if (heardAt - (written.get(id) ?? Number.NEGATIVE_INFINITY) < WRITE_EVERY_MS) return;
      const change = {
        set: 'SET heardAt = :at, expiresAt = :expires',
        where: 'attribute_not_exists(heardAt) OR heardAt < :at',
        values: { ':at': number(heardAt), ':expires': expiry(heardAt + REMEMBERED_MS) },
      };
      await table(({ update }) => update(id, change));
      written.set(id, heardAt);
    },
    async read(connections) {
      const items = await table(({ read }) => read(connections.map(idOf)));
      const found = new Map(items.map((item) => [item['id']?.S ?? '', v.parse(ItemSchema, item).heardAt]));
      return new Map(
        connections.flatMap((connection) => {
          const heardAt = found.get(idOf(connection));
          return heardAt === undefined ? [] : [[connectionLane(connection), heardAt]];
        }),
      );
    },
  };
}
