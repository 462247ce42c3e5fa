import { type CopyItem, copyIfAbsent } from '../copy-items.ts';
import type { Item } from '../table.ts';

/**
 * Copies an entry of the ledger if the other has none. Those of customers are left out: somebody may have been erased since,
 * and only their names, which are hashes, are in them. Their next change is sent whole.
 */
export const copyLedgerItem: CopyItem = (item, into) =>
  isOfCustomer(item) ? Promise.resolve('leftOut') : copyIfAbsent(item, into);

function isOfCustomer({ facts, kind }: Item): boolean {
  return facts !== undefined || kind?.S === 'sign-up';
}
