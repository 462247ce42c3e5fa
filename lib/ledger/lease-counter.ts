import { expiry, number, openTable, type TableOptions } from '../stores/table.ts';
import type { LeaseCounter } from './call-allowance.ts';

/** Windows are of seconds; after so long the table may forget one. */
const REMEMBERED_MS = 60 * 60 * 1000;

/** Returns the counter that all instances share through the ledger's table, one item a window. */
export function createLeaseCounter(options: TableOptions & { readonly now: () => number }): LeaseCounter {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger did not answer' });
  return {
    async add(window, calls, most) {
      const change = {
        set: 'ADD leased :calls SET expiresAt = :expiresAt',
        where: 'attribute_not_exists(leased) OR leased <= :before',
        values: {
          ':calls': number(calls),
          ':before': number(most - calls),
          ':expiresAt': expiry(options.now() + REMEMBERED_MS),
        },
      };
      return (await table(({ update }) => update(`${window}#calls`, change))) !== undefined;
    },
  };
}
