import type { ShopConnection } from '../../model/connection.ts';
import { orderOfRise } from '../../model/keys.ts';
import { ledgerId } from '../../stores/ledger/ledger.ts';
import { DAY_MS } from '../../verify/days-to-check.ts';
import type { OwnEntry } from '../../verify/expected-orders.ts';
import { erasedEntries } from '../../verify/leave-out-erased-orders.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { inBatches } from './choose-orders.ts';
import { type DayRange, toDay } from './read-range.ts';
import type { LedgerOnly } from './three-lists.ts';

interface Wanted {
  readonly connection: ShopConnection;
  readonly range: DayRange;
}

/**
 * Yields the orders of a connection that the ledger names, by the day on which they were placed: the list of a shop that has
 * none. What version 0.1.0 sent is not among it. @throws {UnavailableError} the ledger or the tombstones cannot be read.
 */
export async function* ordersOfLedger(
  access: Pick<OperatorAccess, 'sentSince' | 'standing' | 'tombstones'>,
  { connection, range }: Wanted,
): AsyncGenerator<LedgerOnly> {
  const ports = { tombstones: access.tombstones(), standing: access.standing() };
  for await (const entries of inBatches(purchasesOf(access, { connection, range }))) {
    const orders = entries.map((entry) => ({ orderId: entry.subjectKey, entries: [entry] }));
    const erased = await erasedEntries(ports, orders);
    for (const entry of entries) {
      const { subjectKey: orderId, on } = entry;
      yield { orderId, placedAt: Date.parse(on), isErased: erased.has(entry.ledgerId) };
    }
  }
}

async function* purchasesOf(
  access: Pick<OperatorAccess, 'sentSince'>,
  { connection, range }: Wanted,
): AsyncGenerator<OwnEntry> {
  const { source, shop } = connection;
  const [first, last] = [toDay(range.from), toDay(range.until - 1)];
  // Nothing is sent before it is placed, but the clocks of shops differ.
  for await (const entry of access.sentSince()(range.from - DAY_MS)) {
    const isPurchase = entry.kind === 'purchase' && orderOfRise(entry.subjectKey) === entry.subjectKey;
    const isOwn = ledgerId({ ...entry, source, shop }) === entry.ledgerId;
    if (isPurchase && isOwn && entry.on >= first && entry.on <= last) yield { ...entry, connection };
  }
}
