import type { Assumptions } from './assumptions.ts';
import type { Measured } from './measured.ts';
import type { PriceName } from './prices.ts';
import type { Traffic } from './traffic.ts';

/** One line of a bill before it is priced, in base units of its price. */
export interface UsageLine {
  /** As the bill names it. */
  readonly service: string;
  readonly what: string;
  readonly price: PriceName;
  /** What a million orders use. */
  readonly perMillionOrders: bigint;
  /** What a month uses, orders or not. */
  readonly monthly: bigint;
}

/** What the usage follows from. */
export interface Workload {
  readonly assumptions: Assumptions;
  readonly measured: Measured;
  readonly traffic: Traffic;
}

/** Returns a line that grows with the orders. */
export function perOrder(line: Omit<UsageLine, 'monthly'>): UsageLine {
  return { ...line, monthly: 0n };
}

/** Returns a line of what is there without any order. */
export function standing(line: Omit<UsageLine, 'perMillionOrders'>): UsageLine {
  return { ...line, perMillionOrders: 0n };
}
