import { expect, test } from 'vitest';
import { difference, dollars, lotOf, markdownTable, priceText, quantity, usdText } from './format.ts';
import { prices } from './prices.ts';

test.each([
  [0n, '$0.00'],
  [1n, '< $0.01'],
  [4_999_999n, '< $0.01'],
  [5_000_000n, '$0.01'],
  [1_234_567_890_000n, '$1,234.57'],
  [-3_200_000_000n, '−$3.20'],
])('%d nano-dollars are %s', (nanoDollars, text) => {
  expect(dollars(nanoDollars)).toBe(text);
});

test.each([
  [0n, 'none'],
  [1_500_000_000n, '+$1.50'],
  [-1_500_000_000n, '−$1.50'],
])('a difference of %d nano-dollars is %s', (nanoDollars, text) => {
  expect(difference(nanoDollars)).toBe(text);
});

test.each([
  ['httpApiRequests', 4_000_000n, '4,000,000 requests'],
  ['dashboards', 1n, '1 dashboard'],
  ['ledgerReads', 8_000_000n, '4,000,000 read units'],
  ['logIngestion', 10_307_921_510n, '9.60 GB'],
  ['armDuration', 44_360n * 1_024_000n + 600_000n, '44,361 GB-seconds'],
] as const)('a quantity of %s reads in AWS’s measure', (price, baseUnits, text) => {
  expect(quantity(baseUnits, price)).toBe(text);
});

test.each([
  ['httpApiRequests', 'million requests'],
  ['keyRequests', '10,000 requests'],
  ['logStorage', 'GB-month'],
  ['logIngestion', 'GB'],
] as const)('%s are charged for each %s', (price, text) => {
  expect(lotOf(prices[price])).toBe(text);
});

test('a price has two decimals at least', () => {
  expect(['3', '0.4', '1.23', '0.0000133334'].map(usdText)).toEqual([
    '$3.00',
    '$0.40',
    '$1.23',
    '$0.0000133334',
  ]);
});

test('a price of another region has a star', () => {
  expect(priceText('traces', 'us-east-1')).toBe('$5.00 per million traces');
  expect(priceText('traces', 'ap-northeast-2')).toBe('$5.00 per million traces \\*');
});

test('figures stand on the right', () => {
  const table = markdownTable([{ title: 'what' }, { title: 'cost', isFigure: true }], [['a', '$1.00']]);

  expect(table).toBe('| what | cost |\n|---|--:|\n| a | $1.00 |');
});
