import { toDecimal, toMinorUnits } from '../../lib/money.ts';
import type { Assumptions } from './assumptions.ts';
import { divideHalfUp } from './divide-half-up.ts';
import { gatewayUsage } from './gateway-usage.ts';
import { lambdaUsage } from './lambda-usage.ts';
import { ledgerUsage } from './ledger-usage.ts';
import { logUsage } from './log-usage.ts';
import type { Measured } from './measured.ts';
import { parkedUsage } from './parked-usage.ts';
import { prices, quoteFor, type Region } from './prices.ts';
import { profileUsage } from './profile-usage.ts';
import { queueUsage } from './queue-usage.ts';
import { standingUsage } from './standing-usage.ts';
import { traceUsage } from './trace-usage.ts';
import { trafficOf } from './traffic.ts';
import { transferUsage } from './transfer-usage.ts';
import type { UsageLine } from './usage-line.ts';

/** A line of a bill. */
export interface CostLine extends UsageLine {
  /** What was used, in base units of the price; rounded half-up, the cost is not. */
  readonly quantity: bigint;
  /** Billionths of a US dollar. */
  readonly nanoDollars: bigint;
}

/** What a month costs. Lines that grow with the orders, and lines that do not; every sum is that of its lines. */
export interface MonthlyCost {
  readonly perOrder: readonly CostLine[];
  readonly standing: readonly CostLine[];
  readonly perOrderNanoDollars: bigint;
  readonly standingNanoDollars: bigint;
  readonly totalNanoDollars: bigint;
}

export interface Month {
  readonly orders: number;
  readonly region: Region;
}

const MILLION = 1_000_000n;
/** Prices have up to ten decimals. */
const PRICE_DECIMALS = 12;
const UNITS_PER_NANO_DOLLAR = 1_000n;

/** Everything that is charged for, about in the order of an order's way. */
const parts = [
  gatewayUsage,
  lambdaUsage,
  queueUsage,
  ledgerUsage,
  logUsage,
  traceUsage,
  parkedUsage,
  transferUsage,
  profileUsage,
  standingUsage,
] as const;

/** Returns what a month uses. */
export function usageOf(assumptions: Assumptions, measured: Measured): UsageLine[] {
  const workload = { assumptions, measured, traffic: trafficOf(assumptions) };
  return parts.flatMap((part) => part(workload));
}

/** Prices a month of usage. Each line is rounded once, half-up. */
export function monthlyCost(usage: readonly UsageLine[], month: Month): MonthlyCost {
  const lines = usage.map((line) => costLine(line, month));
  const perOrder = lines.filter(({ monthly }) => monthly === 0n);
  const standing = lines.filter(({ monthly }) => monthly !== 0n);
  const perOrderNanoDollars = sumOf(perOrder);
  const standingNanoDollars = sumOf(standing);
  return {
    perOrder,
    standing,
    perOrderNanoDollars,
    standingNanoDollars,
    totalNanoDollars: perOrderNanoDollars + standingNanoDollars,
  };
}

function costLine(line: UsageLine, { orders, region }: Month): CostLine {
  const { lot, measure } = prices[line.price];
  const price = toMinorUnits(toDecimal(quoteFor(line.price, region).usd), PRICE_DECIMALS);
  const millionfold = line.perMillionOrders * BigInt(orders) + line.monthly * MILLION;
  return {
    ...line,
    quantity: divideHalfUp(millionfold, MILLION),
    nanoDollars: divideHalfUp(millionfold * price, MILLION * lot * measure.size * UNITS_PER_NANO_DOLLAR),
  };
}

function sumOf(lines: readonly CostLine[]): bigint {
  return lines.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0n);
}
