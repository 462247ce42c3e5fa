import type { Ways } from './shop-order.ts';

/** The decimals that the shop writes an amount with. */
const DECIMALS: Readonly<Record<Ways['currency'], number>> = { USD: 2, KRW: 0, KWD: 3 };

/** Returns an amount as decimal text, in as many decimals as the currency has: `12.05`. */
export function toText(units: number, currency: Ways['currency']): string {
  return withDecimals(units, DECIMALS[currency]);
}

/** Returns an amount as decimal text with always so many decimals after the currency's own are used up: `1200.00`. */
export function toPaddedText(units: number, currency: Ways['currency']): string {
  const decimals = DECIMALS[currency];
  const text = withDecimals(units, decimals);
  if (decimals >= 2) return text;
  return `${text}${decimals === 0 ? '.' : ''}${'0'.repeat(2 - decimals)}`;
}

function withDecimals(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const sign = units < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

export function decimalsOf(currency: Ways['currency']): number {
  return DECIMALS[currency];
}
