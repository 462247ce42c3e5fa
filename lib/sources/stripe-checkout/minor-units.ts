import { type Decimal, fromMinorUnits } from '../../model/money.ts';

/** Currencies of which Stripe counts whole units. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Currencies of which Stripe counts thousandths. */
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/**
 * Returns an amount of Stripe's as decimal text. Stripe counts the smallest unit by a table of its own, which is not that of
 * ISO 4217: ISK and UGX have no decimals, and are counted in hundredths that are always 0.
 * @see https://docs.stripe.com/currencies (zero-decimal and three-decimal currencies, special cases; read 2026-11-29)
 * @see https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds (read 2026-11-29)
 */
export function fromUnits(units: number, currency: string): Decimal {
  const decimals = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;
  return fromMinorUnits(BigInt(units), decimals);
}
