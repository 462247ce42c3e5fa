import { type CopyItem, copyIfAbsent } from '../copy-items.ts';
import type { Item, TableCalls } from '../table.ts';

const MARKER_TIMES = ['lastErasedAt', 'shopErasedAt'];

/**
 * Copies a tombstone, a marker or a record into another table of erasures. Of two about the same, the later one counts: so
 * whoever is erased by one of both tables is erased by the outcome.
 */
export const copyErasure: CopyItem = (item, into) => {
  const [kind = ''] = (item['id']?.S ?? '').split('#', 1);
  if (kind === 'shop') return raiseMarker(item, into);
  if (kind === 'tombstone') return copyIfLater(item, into);
  return copyIfAbsent(item, into);
};

async function copyIfLater(item: Item, into: TableCalls): ReturnType<CopyItem> {
  const { erasedAt } = item;
  if (erasedAt === undefined) return copyIfAbsent(item, into);
  const where = 'attribute_not_exists(id) OR erasedAt < :at';
  return (await into.put(item, { where, values: { ':at': erasedAt } })) ? 'copied' : 'known';
}

async function raiseMarker(
  { id, fingerprint, expiresAt, ...item }: Item,
  { update }: TableCalls,
): ReturnType<CopyItem> {
  let isRaised = false;
  for (const name of MARKER_TIMES) {
    const at = item[name];
    if (at === undefined || fingerprint === undefined || expiresAt === undefined) continue;
    const change = {
      set: `SET fingerprint = if_not_exists(fingerprint, :fingerprint), expiresAt = :expires, ${name} = :at`,
      where: `attribute_not_exists(${name}) OR ${name} < :at`,
      values: { ':fingerprint': fingerprint, ':expires': expiresAt, ':at': at },
    };
    isRaised = (await update(id?.S ?? '', change)) !== undefined || isRaised;
  }
  return isRaised ? 'copied' : 'known';
}
