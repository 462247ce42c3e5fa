import type { Decimal } from '../../model/money.ts';

/** What Dfinery has of some events. */
export interface Arrived {
  readonly events: number;
  /** The sum of their totals. */
  readonly amount: Decimal;
  /** Their ids, if the export says them. */
  readonly eventLogIds?: ReadonlySet<string>;
}

/** What Dfinery has of a service. */
export interface Arrivals {
  /** By `df_order_id`. */
  readonly purchases: ReadonlyMap<string, Arrived>;
  /** By `df_order_id` where the service has it on refunds, else under an empty text. */
  readonly refunds: ReadonlyMap<string, Arrived>;
  /** The names of the answer's columns. */
  readonly columns: ReadonlySet<string>;
  readonly rows: number;
}

/** A service, its token, and whole days that are both included: `2026-11-29`. */
export interface ArrivalsQuestion {
  readonly serviceId: string;
  readonly exportToken: string;
  readonly from: string;
  readonly to: string;
}

/** Asks Dfinery what it has of a service. @throws {ExportError} it did not answer, or not wholly. */
export type AskArrivals = (question: ArrivalsQuestion) => Promise<Arrivals>;
