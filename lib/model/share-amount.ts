import { type Decimal, decimalsOf, fromMinorUnits, isNegative, toMinorUnits, ZERO } from './money.ts';

/** Weights are compared at this many decimals. Prices and discounts have no more. */
const WEIGHT_DECIMALS = 6;

/**
 * Splits an amount in proportion to the weights, so that the shares add up to it exactly. Each share is a whole number
 * of 10^-decimals (or of the amount's own last decimal, if finer). Rounding leftovers go to the largest remainders,
 * earlier shares first. A negative weight counts as 0. If no weight is positive, the shares are equal.
 */
export function shareAmount(amount: Decimal, weights: readonly Decimal[], decimals: number): Decimal[] {
  const unit = Math.max(decimals, decimalsOf(amount));
  const total = toMinorUnits(amount, unit);
  const counted = weights.map((weight) => toMinorUnits(isNegative(weight) ? ZERO : weight, WEIGHT_DECIMALS));
  const shares = shareUnits(total, counted.some((weight) => weight > 0n) ? counted : weights.map(() => 1n));
  return shares.map((share) => fromMinorUnits(share, unit));
}

function shareUnits(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const shares = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / sum,
    remainder: (total * weight) % sum,
  }));
  const left = shares.reduce((rest, { floor }) => rest - floor, total);
  const favoured = new Set(
    [...shares]
      .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return shares.map(({ index, floor }) => (favoured.has(index) ? floor + 1n : floor));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
