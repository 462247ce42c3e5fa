import * as v from 'valibot';
import { expiry, NumberAttribute, number, openTable, type TableOptions } from '../table.ts';
import { REMEMBERED_MS } from './ledger-item.ts';

/** Remembers up to when the arrivals of a service were checked. Times in milliseconds since 1970. Methods throw `UnavailableError`. */
export interface VerifiedEnds {
  read(serviceId: string): Promise<number | undefined>;
  write(serviceId: string, end: number): Promise<void>;
}

const EndSchema = v.object({ end: NumberAttribute });

/** Returns the ends in the ledger's table, one item for each service. */
export function createVerifiedEnds(options: TableOptions): VerifiedEnds {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (serviceId: string) => `#verified#${serviceId}`;
  return {
    async read(serviceId) {
      const item = await table(({ get }) => get(idOf(serviceId)));
      return item && v.parse(EndSchema, item).end;
    },
    async write(serviceId, end) {
      const item = { id: { S: idOf(serviceId) }, end: number(end), expiresAt: expiry(end + REMEMBERED_MS) };
      await table(({ put }) => put(item));
    },
  };
}
