import type { Subject } from '../model/subject.ts';
import type { ExpectedOrder, OwnEntry } from './expected-orders.ts';
import type { VerifyPorts } from './verify-ports.ts';

interface SentSubject extends Subject {
  readonly entry: OwnEntry;
}

/**
 * Returns the ledger ids of the entries whose customer, order or shop was erased: Dfinery deleted their events, so they need
 * not be there.
 * @throws {UnavailableError} the tombstones cannot be read.
 */
export async function erasedEntries(
  { tombstones, standing }: Pick<VerifyPorts, 'tombstones' | 'standing'>,
  orders: readonly Pick<ExpectedOrder, 'orderId' | 'entries'>[],
): Promise<ReadonlySet<string>> {
  const subjects = orders.flatMap(({ orderId, entries }) =>
    entries.map((entry): SentSubject => {
      const { source, shop } = entry.connection;
      const happenedAt = Date.parse(entry.on);
      const receivedAt = Math.max(...entry.sent.map(({ at }) => at));
      const order = orderId === '' ? {} : { orderId, placedAt: happenedAt };
      return { source, shop, happenedAt, receivedAt, ...order, entry };
    }),
  );
  const [ofOrders, ofPersons] = await Promise.all([
    tombstones.erased(subjects),
    standing(subjects.flatMap(({ entry: { who } }) => who ?? [])),
  ]);
  const erased = subjects.filter(
    (subject) =>
      ofOrders.has(subject) || (subject.entry.who !== undefined && ofPersons.has(subject.entry.who)),
  );
  return new Set(erased.map(({ entry }) => entry.ledgerId));
}
