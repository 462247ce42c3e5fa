const toCents = (amount: string): bigint => {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  const cents = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
};

const toText = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Sums of amounts with two decimals, exact, for stand-ins of shops. */
export const TwoDecimals = {
  sum: (amounts: readonly string[]): string =>
    toText(amounts.reduce((sum, amount) => sum + toCents(amount), 0n)),
  less: (amount: string, other: string): string => toText(toCents(amount) - toCents(other)),
  isZero: (amount: string): boolean => toCents(amount) === 0n,
};
