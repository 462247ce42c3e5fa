import { CANCELLATION, refundKey, riseKey, SETTLEMENT } from '../../model/keys.ts';
import { toDecimal } from '../../model/money.ts';
import { type Ledger, type LedgerKey, ledgerId } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';
import { type NamedEntry, type ToldOrder, toToldOrder } from './told-order.ts';

/** A shop of a Dfinery service, as the ledger names it. */
export type LedgerShop = Pick<LedgerKey, 'serviceId' | 'source' | 'shop'>;

/** An order to look up, with the refunds that the shop lists. */
export interface SoughtOrder {
  readonly orderId: string;
  readonly refundIds: readonly string[];
}

/** What the ledger says of an order. */
export interface FoundOrder {
  /** Of its purchase. */
  readonly entry: LedgerEntry | undefined;
  readonly told: ToldOrder;
  /** Another shop of the service has told an order of this id. */
  readonly isShared: boolean;
}

interface Asked {
  readonly shop: LedgerShop;
  /** The other shops of the service. */
  readonly others: readonly LedgerShop[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Looks orders up in the ledger, by order id: their purchases, the refunds that the shop or their accounts list, and the
 * further purchases that are known. @throws {UnavailableError} the ledger is unavailable.
 */
export async function lookUpOrders(
  ledger: Pick<Ledger, 'read'>,
  orders: readonly SoughtOrder[],
  { shop, others, now }: Asked,
): Promise<ReadonlyMap<string, FoundOrder>> {
  const purchaseOf = (of: LedgerShop, orderId: string): LedgerKey => ({
    ...of,
    kind: 'purchase',
    subjectKey: orderId,
  });
  const ofAll = [shop, ...others];
  const first = await ledger.read(
    orders.flatMap(({ orderId }) => ofAll.map((each) => purchaseOf(each, orderId))),
  );
  const entryOf = (key: LedgerKey): LedgerEntry | undefined => first.get(ledgerId(key));
  const wanted = orders.map((order) => {
    const purchase = purchaseOf(shop, order.orderId);
    return {
      order,
      purchase,
      entry: entryOf(purchase),
      keys: furtherKeys(order, purchase, entryOf(purchase)),
    };
  });
  const second = await ledger.read(wanted.flatMap(({ keys }) => keys));
  return new Map(
    wanted.map(({ order: { orderId }, purchase, entry, keys }) => {
      const named = [
        ...toNamed(purchase, entry),
        ...keys.flatMap((key) => toNamed(key, second.get(ledgerId(key)))),
      ];
      const isShared = others.some((other) => hasStates(entryOf(purchaseOf(other, orderId))));
      return [orderId, { entry, told: toToldOrder(orderId, named, now), isShared }];
    }),
  );
}

function hasStates(entry: LedgerEntry | undefined): boolean {
  return entry !== undefined && Object.keys(entry.states).length > 0;
}

function toNamed({ kind, subjectKey }: LedgerKey, entry: LedgerEntry | undefined): NamedEntry[] {
  if (entry === undefined || (kind !== 'purchase' && kind !== 'refund')) return [];
  // An order that was closed before anything was told has an entry without a state.
  if (!hasStates(entry) && entry.failedOf === undefined) return [];
  return [{ kind, subjectKey, entry }];
}

function furtherKeys(
  { orderId, refundIds }: SoughtOrder,
  purchase: LedgerKey,
  entry: LedgerEntry | undefined,
): LedgerKey[] {
  const telling = tellingOf(entry);
  const { backs = {}, rises = {}, due } = telling.kind === 'told' ? telling.account : {};
  const backIds = new Set([...refundIds, ...Object.keys(backs), CANCELLATION, SETTLEMENT]);
  const dues = new Set([...Object.keys(rises), ...(due === undefined ? [] : [due])]);
  return [
    ...[...backIds].map((id) => ({ ...purchase, kind: 'refund', subjectKey: refundKey(orderId, id) })),
    ...[...dues].map((at) => ({ ...purchase, subjectKey: riseKey(orderId, toDecimal(at)) })),
  ];
}
