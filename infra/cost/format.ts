import { divideHalfUp } from './divide-half-up.ts';
import { type Price, type PriceName, prices, quoteFor, type Region } from './prices.ts';

const NANO_DOLLARS_PER_CENT = 10_000_000n;
/** Quantities from here on are shown without decimals. */
const WHOLE_FROM = 1_000n;

/** Returns money to the cent, rounded half-up; what is there but rounds to nothing is less than a cent. */
export function dollars(nanoDollars: bigint): string {
  const sign = nanoDollars < 0n ? '−' : '';
  const size = nanoDollars < 0n ? -nanoDollars : nanoDollars;
  const cents = divideHalfUp(size, NANO_DOLLARS_PER_CENT);
  if (cents === 0n && size > 0n) return `${sign}< $0.01`;
  return `${sign}$${withHundredths(cents)}`;
}

/** Returns a difference with its sign. */
export function difference(nanoDollars: bigint): string {
  if (nanoDollars === 0n) return 'none';
  return nanoDollars > 0n ? `+${dollars(nanoDollars)}` : dollars(nanoDollars);
}

/** Returns a quantity in AWS's measure: whole, but for small ones of what is not counted one by one. */
export function quantity(baseUnits: bigint, name: PriceName): string {
  const { measure } = prices[name];
  const hundredths = divideHalfUp(baseUnits * 100n, measure.size);
  const isWhole = measure.size === 1n || hundredths >= WHOLE_FROM * 100n;
  const figure = isWhole ? thousands(divideHalfUp(baseUnits, measure.size)) : withHundredths(hundredths);
  return `${figure} ${baseUnits === measure.size ? singular(measure.name) : measure.name}`;
}

/** Returns what one price buys: `GB`, `million requests`. */
export function lotOf({ lot, measure }: Price): string {
  if (lot === 1n) return singular(measure.name);
  return lot === 1_000_000n ? `million ${measure.name}` : `${thousands(lot)} ${measure.name}`;
}

/** Returns a price with what it buys. A star marks one of another region. */
export function priceText(name: PriceName, region: Region): string {
  const { usd, isStandIn } = quoteFor(name, region);
  return `${usdText(usd)} per ${lotOf(prices[name])}${isStandIn ? ' \\*' : ''}`;
}

/** Returns a price with two decimals at least. */
export function usdText(usd: string): string {
  const [whole = '', fraction = ''] = usd.split('.');
  return `$${whole}.${fraction.padEnd(2, '0')}`;
}

/** Returns a whole number with separators. */
export function thousands(number: bigint | number): string {
  return number.toLocaleString('en');
}

/** Returns a Markdown table. Columns of figures stand on the right. */
export function markdownTable(
  columns: readonly { readonly title: string; readonly isFigure?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ isFigure = false }) => (isFigure ? '--:' : '---'));
  return [line(columns.map(({ title }) => title)), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}

function withHundredths(hundredths: bigint): string {
  return `${thousands(hundredths / 100n)}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}
