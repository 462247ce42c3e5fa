import { expect, test } from 'vitest';
import { type Price, prices, type Quote, quoteFor } from './prices.ts';

const quotes = Object.entries<Price>(prices).flatMap(([name, price]) =>
  Object.entries<Quote | undefined>(price.quotes).flatMap(([region, quote]) =>
    quote === undefined ? [] : [{ name, region, quote }],
  ),
);

test.each(quotes)('the price of $name in $region says what, where and when', ({ quote }) => {
  expect(quote.usd).toMatch(/^(0|[1-9]\d*)(\.\d{1,12})?$/);
  expect(Number(quote.usd)).toBeGreaterThan(0);
  expect(quote.source).toMatch(/^https:\/\/(pricing\.us-east-1\.amazonaws\.com|aws\.amazon\.com)\//);
  expect(new Date(quote.date).toISOString().slice(0, 10)).toBe(quote.date);
});

test('a price list is that of its region', () => {
  for (const { name, region, quote } of quotes) {
    if (quote.source.endsWith('index.json')) expect(quote.source, name).toContain(`/${region}/`);
  }
});

test('Virginia stands in for a price that was not found', () => {
  expect(quoteFor('traces', 'ap-northeast-2')).toMatchObject({ usd: '5', isStandIn: true });
  expect(quoteFor('httpApiRequests', 'ap-northeast-2')).toMatchObject({ usd: '1.23', isStandIn: false });
});
