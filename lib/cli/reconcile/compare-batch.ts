import { NO_CURRENCY, sum, ZERO } from '../../model/money.ts';
import type { Subject } from '../../model/subject.ts';
import { withAbsentProperties } from './absent-properties.ts';
import { compareLists, type DfinerySide } from './compare-lists.ts';
import type { ComparedOrder, OrderSums } from './compared-order.ts';
import { type FoundOrder, lookUpOrders, type SoughtOrder } from './look-up-orders.ts';
import { untoldNews } from './order-news.ts';
import { NO_REPAIR } from './plan-repair.ts';
import type { LedgerOnly, ReconcilePorts, ShopNews, ThreeLists } from './three-lists.ts';
import { withPartTotals } from './with-part-totals.ts';

type Found = readonly (readonly [news: ShopNews, ledger: FoundOrder])[];

/**
 * Compares orders of the shop with the other lists, and queues what is to be repaired.
 * @throws {UnavailableError} the ledger or the tombstones cannot be read, or a queue is unavailable.
 */
export async function compareShopOrders(
  ports: ReconcilePorts,
  lists: ThreeLists,
  batch: readonly ShopNews[],
): Promise<ComparedOrder[]> {
  const sought = batch.map(({ order, refunds }) => ({
    orderId: order.id,
    refundIds: refunds.refunds.map(({ refund }) => refund.id),
  }));
  const known = await lookUp(ports, lists, sought);
  const found: Found = batch.flatMap((news) => {
    const ledger = known.get(news.order.id);
    return ledger === undefined ? [] : [[news, ledger] as const];
  });
  const subjects = found.map(([news, ledger]) => subjectOf(news, ledger, ports.now()));
  const erased = await ports.tombstones.erased(subjects);
  const compared = found.map(([news, ledger], index) => {
    const subject = subjects[index];
    const isErased = subject !== undefined && erased.has(subject);
    const dfinery = dfinerySide(lists, news.order.id);
    const findings = findingsOf(ports, lists, { news, ledger, dfinery, isErased });
    return { news, findings, sides: { shop: sumsOf(news), ...sidesOf(ledger, dfinery) } };
  });
  const repairs = await ports.repair(compared);
  return compared.map(({ news, findings, sides }, index) => {
    const { id: orderId, currency } = news.order;
    const { actions } = repairs[index] ?? NO_REPAIR;
    return { orderId, currency, ...sides, findings, actions };
  });
}

interface Sides {
  readonly news: ShopNews;
  readonly ledger: FoundOrder;
  readonly dfinery: DfinerySide;
  readonly isErased: boolean;
}

function findingsOf(
  { now, idOf }: ReconcilePorts,
  { connection, arrived }: ThreeLists,
  { news, ledger, dfinery, isErased }: Sides,
) {
  const { placedAt, changedAt } = news.order;
  const shop = {
    kind: 'order',
    placedAt: Date.parse(placedAt),
    changedAt: changedAt === undefined ? undefined : Date.parse(changedAt),
    ...untoldNews(news, connection, ledger),
  } as const;
  const { isShared } = ledger;
  const told = withPartTotals(ledger.told, news);
  const found = compareLists({ shop, ledger: told, dfinery, isErased, isShared, idOf }, now());
  return arrived === undefined
    ? found
    : found.map((each) => withAbsentProperties(each, news, arrived.columns));
}

/**
 * Compares orders of which the shop's list says nothing: those that only the ledger names, or that only Dfinery has.
 * @throws {UnavailableError} the ledger cannot be read.
 */
export async function compareUnlisted(
  ports: ReconcilePorts,
  lists: ThreeLists,
  batch: readonly LedgerOnly[],
): Promise<ComparedOrder[]> {
  const sought = batch.map(({ orderId }) => ({ orderId, refundIds: [] }));
  const known = await lookUp(ports, lists, sought);
  return batch.flatMap(({ orderId, placedAt, isErased }): ComparedOrder[] => {
    const ledger = known.get(orderId);
    if (ledger === undefined) return [];
    const dfinery = dfinerySide(lists, orderId);
    const { told, isShared } = ledger;
    const shop = { kind: 'no-list', placedAt } as const;
    const sides = { shop, ledger: told, dfinery, isErased, isShared, idOf: ports.idOf };
    const findings = compareLists(sides, ports.now());
    return [{ orderId, currency: NO_CURRENCY, ...sidesOf(ledger, dfinery), findings, actions: [] }];
  });
}

/**
 * Returns those of which the ledger of no shop of the service knows anything.
 * @throws {UnavailableError} the ledger cannot be read.
 */
export async function unknownToLedger(
  ports: ReconcilePorts,
  lists: ThreeLists,
  batch: readonly LedgerOnly[],
): Promise<readonly LedgerOnly[]> {
  const sought = batch.map(({ orderId }) => ({ orderId, refundIds: [] }));
  const known = await lookUp(ports, lists, sought);
  return batch.filter(({ orderId }) => {
    const { entry, isShared = false } = known.get(orderId) ?? {};
    return entry === undefined && !isShared;
  });
}

function lookUp(ports: ReconcilePorts, { connection, others }: ThreeLists, sought: readonly SoughtOrder[]) {
  const { source, shop, dfinery } = connection;
  const own = { serviceId: dfinery.serviceId, source, shop };
  return lookUpOrders(ports.ledger, sought, { shop: own, others, now: ports.now() });
}

function dfinerySide({ arrived }: ThreeLists, orderId: string): DfinerySide {
  if (arrived === undefined) return { kind: 'not-asked' };
  const { namesRefunds, reachesBackTo } = arrived;
  const [purchases, refunds] = [arrived.purchases.get(orderId), arrived.refunds.get(orderId)];
  return { kind: 'asked', purchases, refunds, namesRefunds, reachesBackTo };
}

/** What counts of an order: what is due of a purchase, and its refunds. */
function sumsOf({ order, refunds }: ShopNews): OrderSums | undefined {
  const isPurchase = order.stage === 'promised' || order.stage === 'paid';
  if (!isPurchase && refunds.refunds.length === 0) return undefined;
  const paidBack = sum(refunds.refunds.map(({ total }) => total));
  return { purchases: isPurchase ? order.total : ZERO, refunds: paidBack };
}

function sidesOf({ told }: FoundOrder, dfinery: DfinerySide): Pick<ComparedOrder, 'ledger' | 'dfinery'> {
  const ledger = told.events.length === 0 ? undefined : { purchases: told.told, refunds: told.back };
  if (dfinery.kind === 'not-asked') return { ledger };
  const { purchases, refunds } = dfinery;
  const isThere = purchases !== undefined || refunds !== undefined;
  const arrived = { purchases: purchases?.amount ?? ZERO, refunds: refunds?.amount ?? ZERO };
  return { ledger, dfinery: isThere ? arrived : undefined };
}

/** What was told was received by then: a shop may have been erased since. */
function subjectOf({ order, identity }: ShopNews, { told }: FoundOrder, now: number): Subject {
  const { source, shop, id: orderId } = order;
  const placedAt = Date.parse(order.placedAt);
  const sentAt = told.events.flatMap(({ sent }) => sent.map(({ at }) => at));
  const receivedAt = Math.min(now, ...sentAt);
  return { source, shop, identity, orderId, placedAt, happenedAt: placedAt, receivedAt };
}
