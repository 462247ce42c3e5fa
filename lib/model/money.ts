import Big from 'big.js';
import * as v from 'valibot';

/**
 * An exact amount as canonical decimal text (`24680`, `12.5`), never
 * a binary float. It turns into a JSON number only in `lib/dfinery/`.
 */
export type Decimal = string & { readonly __decimal: unique symbol };

/** Unit prices and unit discounts carry at most this many decimals, rounded half-up. */
const UNIT_DECIMALS = 6;

const Exact = Big();
Exact.DP = UNIT_DECIMALS;
Exact.RM = Big.roundHalfUp;

const DECIMAL_TEXT = /^-?\d+(?:\.\d+)?$/;

export const ZERO = '0' as Decimal;

/** Most amounts arrive in this form, or padded with zeros after the point. Only the others need computing. */
const CANONICAL = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const PADDED = /^(?:0|[1-9]\d*)\.0+$/;

/** Returns the canonical text of a decimal text. @throws {Error} the text is not a decimal number. */
export function toDecimal(text: string): Decimal {
  if (CANONICAL.test(text)) return text as Decimal;
  if (PADDED.test(text)) return text.slice(0, text.indexOf('.')) as Decimal;
  // A sum never yields −0, which is written `-0` and is not `ZERO`.
  return new Exact(0).plus(text).toFixed() as Decimal;
}

/**
 * Whole amounts are computed as JavaScript's numbers while these hold them exactly: most orders in won and yen have no
 * others. `NaN` stands for all that they do not hold, and no sum or product makes a number of it again.
 */
function exactly(value: number): number {
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/** A short text has no digits that a double would lose, so it is whole if the double is. */
function toWhole(amount: Decimal | number): number {
  const text = String(amount);
  return text.length <= SAFE_DIGITS ? exactly(Number(text)) : Number.NaN;
}

/** Returns a result of whole numbers, or else that of exact decimals. */
function toAmount(whole: number, exact: () => Big): Decimal {
  return (Number.isNaN(whole) ? exact().toFixed() : String(whole)) as Decimal;
}

export function sum(amounts: readonly Decimal[]): Decimal {
  const counted = amounts.filter((amount) => amount !== ZERO);
  const [first = ZERO] = counted;
  if (counted.length < 2) return first;
  const whole = counted.reduce((total, amount) => exactly(total + toWhole(amount)), 0);
  return toAmount(whole, () => counted.reduce((total, amount) => total.plus(amount), new Exact(0)));
}

export function subtract(amount: Decimal, ...others: readonly Decimal[]): Decimal {
  const counted = others.filter((other) => other !== ZERO);
  if (counted.length === 0) return amount;
  const whole = counted.reduce((rest, other) => exactly(rest - toWhole(other)), toWhole(amount));
  return toAmount(whole, () => counted.reduce((rest, other) => rest.minus(other), new Exact(amount)));
}

export function multiply(amount: Decimal, factor: number | Decimal): Decimal {
  if (factor === 1) return amount;
  const whole = exactly(toWhole(amount) * toWhole(factor));
  return toAmount(whole, () => new Exact(amount).times(factor));
}

/** Divides and rounds half-up at 6 decimals. @throws {Error} the divisor is zero. */
export function divide(amount: Decimal, divisor: number | Decimal): Decimal {
  const whole = toWhole(amount);
  const by = toWhole(divisor);
  return toAmount(whole % by === 0 ? whole / by : Number.NaN, () => new Exact(amount).div(divisor));
}

/** Rounds half-up to a number of decimals. */
export function round(amount: Decimal, decimals: number): Decimal {
  return decimalsOf(amount) <= decimals ? amount : (new Exact(amount).round(decimals).toFixed() as Decimal);
}

export function isZero(amount: Decimal): boolean {
  return amount === ZERO;
}

export function isNegative(amount: Decimal): boolean {
  return amount.startsWith('-');
}

/** ISO 4217's code for no currency: the shop names none, or a message of version 0.1.0 does not. */
export const NO_CURRENCY = 'XXX';

/** Returns the smaller of two amounts. */
export function smaller(a: Decimal, b: Decimal): Decimal {
  return isNegative(subtract(a, b)) ? a : b;
}

/** Returns the larger of two amounts. */
export function larger(a: Decimal, b: Decimal): Decimal {
  return isNegative(subtract(a, b)) ? b : a;
}

/** Returns the number of decimals an amount is written with: 2 for `12.05`, 0 for `24680`. */
export function decimalsOf(amount: Decimal): number {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
}

/** Returns the amount in units of 10^-decimals. Exact only if the amount has no more decimals than that. */
export function toMinorUnits(amount: Decimal, decimals: number): bigint {
  return BigInt(new Exact(amount).times(new Exact(10).pow(decimals)).toFixed(0));
}

/** The inverse of `toMinorUnits`. */
export function fromMinorUnits(units: bigint, decimals: number): Decimal {
  return toDecimal(`${units}e-${decimals}`);
}

/** A formatter takes 0.1 ms, and the first one of a process takes many. */
const knownDecimals = new Map<string, number>();

/** Returns the decimals of a currency's finest unit: 0 for KRW and JPY, 2 for USD, and 2 for an unknown code. */
export function currencyDecimals(currency: string): number {
  const known = knownDecimals.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDecimals.set(currency, decimals);
  return decimals;
}

/**
 * Reads an amount from decimal text, or from a JSON number, which some shops send. Refuses `NaN`-like text, exponents,
 * and amounts that a JSON number cannot hold exactly.
 */
export const SignedAmountSchema = v.pipe(
  v.union([v.string(), v.number()], 'expected a decimal amount'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const text = String(dataset.value);
    const fault = faultOf(text);
    if (fault === undefined) return toDecimal(text);
    addIssue({ message: fault });
    return NEVER;
  }),
);

/** Like `SignedAmountSchema`, but refuses negative amounts. */
export const AmountSchema = v.pipe(
  SignedAmountSchema,
  v.check((amount) => !isNegative(amount), 'the amount is negative'),
);

function faultOf(text: string): string | undefined {
  if (!DECIMAL_TEXT.test(text)) return 'expected a decimal amount';
  if (!survivesAsNumber(text)) return 'the amount is beyond what a JSON number carries exactly';
  return undefined;
}

/** A double holds every decimal number of this many digits. */
const SAFE_DIGITS = 15;

/** True if decimal text survives a round trip through a JSON number, that is an IEEE 754 double. */
function survivesAsNumber(text: string): boolean {
  if (text.length <= SAFE_DIGITS) return true;
  const number = Number(text);
  return Number.isFinite(number) && new Exact(number).eq(text);
}

/** ISO 4217 alphabetic code, in capitals. */
export const CurrencySchema = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'expected an ISO 4217 currency code'));
