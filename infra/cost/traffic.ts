import type { Assumptions } from './assumptions.ts';

/** What a million orders set in motion. */
export interface Traffic {
  readonly deliveries: bigint;
  /** Deliveries that become a purchase: the first of each order. */
  readonly newEvents: bigint;
  /** Deliveries whose order the ledger knows. */
  readonly duplicates: bigint;
  /** Invocations of the drain with new events, and with duplicates. */
  readonly newBatches: bigint;
  readonly duplicateBatches: bigint;
}

const ORDERS = 1_000_000n;

/**
 * Counts what a million orders set in motion. An order's further deliveries come later than the first, so that a batch
 * is all new or all duplicates.
 */
export function trafficOf({ webhooksPerOrder, eventsPerBatch }: Assumptions): Traffic {
  const deliveries = ORDERS * BigInt(webhooksPerOrder);
  const duplicates = deliveries - ORDERS;
  const size = BigInt(eventsPerBatch);
  return {
    deliveries,
    newEvents: ORDERS,
    duplicates,
    newBatches: ORDERS / size,
    duplicateBatches: duplicates / size,
  };
}
