import { type Assumptions, asDeployed } from './assumptions.ts';
import { type MonthlyCost, monthlyCost, usageOf } from './cost-model.ts';
import type { Measured } from './measured.ts';
import { type Region, regions } from './prices.ts';

/** All that a table follows from. */
export interface Scenario {
  readonly assumptions: Assumptions;
  readonly measured: Measured;
  readonly orders: number;
  readonly region: Region;
}

/** The stack as it is deployed, with a million orders a month. */
export const deployed: Omit<Scenario, 'measured'> = {
  assumptions: asDeployed,
  orders: 1_000_000,
  region: regions[0],
};

/** Returns what a month of a scenario costs. */
export function costOf({ assumptions, measured, orders, region }: Scenario): MonthlyCost {
  return monthlyCost(usageOf(assumptions, measured), { orders, region });
}
