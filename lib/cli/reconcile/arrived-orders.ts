import type { Arrived } from '../../dfinery/export/arrivals.ts';

/** What Dfinery has of a service, by `df_order_id`. */
export interface ArrivedOrders {
  readonly purchases: ReadonlyMap<string, Arrived>;
  /** Empty if refunds do not name their order. */
  readonly refunds: ReadonlyMap<string, Arrived>;
  readonly namesRefunds: boolean;
  /** The names of the answer's columns. */
  readonly columns: ReadonlySet<string>;
  /** Orders placed before cannot be checked. Milliseconds since 1970. */
  readonly reachesBackTo: number;
}
