import type { ArrivedOrders } from './arrived-orders.ts';
import { inBatches, once, ordersIn } from './choose-orders.ts';
import { compareShopOrders, compareUnlisted, unknownToLedger } from './compare-batch.ts';
import type { ComparedOrder } from './compared-order.ts';
import { addShare, type ListSums, NO_ORDERS } from './list-sums.ts';
import type { LedgerOnly, ReconcilePorts, ThreeLists } from './three-lists.ts';

/** What a comparison found. */
export interface Comparison {
  readonly shop: ListSums | undefined;
  readonly ledger: ListSums;
  readonly dfinery: ListSums | undefined;
  /** Orders that the shop has and that do not count, by reason, whenever they were placed. */
  readonly ignored: ReadonlyMap<string, number>;
  /** Orders of which the lists show something. */
  readonly orders: readonly ComparedOrder[];
}

/**
 * Compares what a shop, the ledger and Dfinery have of the orders that were placed within a range. Orders are read one
 * batch after the other; what stays in memory are ids, sums, and what differs.
 * @throws {UnavailableError} a list, the ledger or the tombstones cannot be read, or a queue is unavailable.
 */
export async function runReconcile(ports: ReconcilePorts, lists: ThreeLists): Promise<Comparison> {
  const { range, arrived, shopOrders } = lists;
  const seen = new Set<string>();
  const ignored = new Map<string, number>();
  const orders: ComparedOrder[] = [];
  const sums = { shop: NO_ORDERS, ledger: NO_ORDERS, dfinery: NO_ORDERS };

  function note(compared: ComparedOrder): void {
    for (const list of ['shop', 'ledger', 'dfinery'] as const) {
      const own = compared[list];
      if (own !== undefined) sums[list] = addShare(sums[list], { ...own, currency: compared.currency });
    }
    if (compared.findings.length > 0) orders.push(compared);
    ports.onOrders(seen.size);
  }

  if (shopOrders !== undefined) {
    const wanted = ordersIn(shopOrders, { range, seen, ignored, note });
    for await (const batch of inBatches(wanted)) {
      for (const compared of await compareShopOrders(ports, lists, batch)) note(compared);
    }
  } else {
    for await (const batch of inBatches(once(lists.ledgerOrders, seen))) {
      for (const compared of await compareUnlisted(ports, lists, batch)) note(compared);
    }
  }
  for await (const batch of inBatches(once(arrivedOrders(arrived), seen))) {
    const unknown = await unknownToLedger(ports, lists, batch);
    for (const compared of await compareUnlisted(ports, lists, unknown)) note(compared);
  }
  return {
    shop: shopOrders && sums.shop,
    ledger: sums.ledger,
    dfinery: arrived && sums.dfinery,
    ignored,
    orders,
  };
}

function* arrivedOrders(arrived: ArrivedOrders | undefined): Generator<LedgerOnly> {
  if (arrived === undefined) return;
  const { purchases, refunds, namesRefunds } = arrived;
  for (const orderId of [...purchases.keys(), ...(namesRefunds ? refunds.keys() : [])]) {
    yield { orderId, placedAt: undefined, isErased: false };
  }
}
