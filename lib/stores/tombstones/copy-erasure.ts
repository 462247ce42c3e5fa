import { type CopyItem, copyIfAbsent } from '../copy-items.ts';
import type { Change, Item, TableCalls } from '../table.ts';

/** Times of a tombstone or marker. Of two, the later one counts: each for itself, because a request may be written days later. */
const TIMES = ['erasedAt', 'writtenAt', 'lastErasedAt', 'shopErasedAt', 'expiresAt'];

/**
 * Copies a tombstone, a marker or a record into another table of erasures. Two about the same become one that is as strict as
 * both: so whoever is erased by one of both tables is erased by the outcome, and for as long.
 */
export const copyErasure: CopyItem = async (item, into) => {
  if ((await copyIfAbsent(item, into)) === 'copied') return 'copied';
  const id = item['id']?.S ?? '';
  return /^(shop|tombstone)#/.test(id) && (await raise(id, item, into)) ? 'copied' : 'known';
};

/** Returns whether anything became stricter. */
async function raise(id: string, item: Item, { update }: TableCalls): Promise<boolean> {
  const changes = TIMES.flatMap((name): Change[] => {
    const at = item[name];
    const where = `attribute_not_exists(${name}) OR ${name} < :at`;
    return at === undefined ? [] : [{ set: `SET ${name} = :at`, where, values: { ':at': at } }];
  });
  // A request about no account counts for all accounts of an address.
  if (item['ofAccount']?.BOOL === false) {
    const values = { ':no': { BOOL: false }, ':yes': { BOOL: true } };
    changes.push({ set: 'SET ofAccount = :no', where: 'ofAccount = :yes', values });
  }
  let isStricter = false;
  for (const change of changes) isStricter = (await update(id, change)) !== undefined || isStricter;
  return isStricter;
}
