import type { ShopConnection } from '../../model/connection.ts';
import type { Tombstones } from '../../model/subject.ts';
import type { Ledger } from '../../stores/ledger/ledger.ts';
import type { ArrivedOrders } from './arrived-orders.ts';
import type { ComparedOrder } from './compared-order.ts';
import type { LedgerShop } from './look-up-orders.ts';
import type { Repair } from './plan-repair.ts';
import type { DayRange } from './read-range.ts';
import type { ShopOrder } from './shop-order.ts';
import type { ToldEvents } from './told-order.ts';

/** An order that the adapter can read. */
export type ShopNews = Extract<ShopOrder, { kind: 'order' }>;

/** An order that is only known by the ledger. */
export interface LedgerOnly {
  readonly orderId: string;
  /** Milliseconds since 1970, if the ledger says the day. */
  readonly placedAt: number | undefined;
  readonly isErased: boolean;
}

/** An order, and what the lists show of it. */
export interface Repairable {
  readonly news: ShopNews;
  readonly findings: ComparedOrder['findings'];
}

/** The outside world of a comparison. */
export interface ReconcilePorts {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly tombstones: Tombstones;
  /**
   * Queues what is to be repaired of each order, or only plans it, and returns that in their order.
   * @throws {UnavailableError} a queue or the ledger is unavailable.
   */
  readonly repair: (orders: readonly Repairable[]) => Promise<readonly Repair[]>;
  readonly idOf: (events: ToldEvents, part: number) => string;
  readonly now: () => number;
  /** Called with how many orders were compared so far. */
  readonly onOrders: (orders: number) => void;
}

export interface ThreeLists {
  readonly connection: ShopConnection;
  /** The shops of the connection's service, without its own. */
  readonly others: readonly LedgerShop[];
  readonly range: DayRange;
  /** The shop's orders; left out if it has no list. */
  readonly shopOrders: AsyncIterable<ShopOrder> | undefined;
  /** The orders of the ledger, for a shop without a list. */
  readonly ledgerOrders: AsyncIterable<LedgerOnly>;
  /** `undefined` if Dfinery was not asked. */
  readonly arrived: ArrivedOrders | undefined;
}
