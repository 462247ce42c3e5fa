import { lotOf, markdownTable, usdText } from './format.ts';
import { type Price, prices, type Quote, regionNames } from './prices.ts';

const columns = [
  { title: 'what' },
  { title: 'for each' },
  { title: regionNames['ap-northeast-2'] },
  { title: regionNames['us-east-1'] },
];

/** Returns all prices with the addresses where AWS states them and the day of the copy that was read. */
export function pricesTable(): string {
  const rows = Object.values<Price>(prices).map((price) => [
    price.label,
    lotOf(price),
    quoteText(price.quotes['ap-northeast-2']),
    quoteText(price.quotes['us-east-1']),
  ]);
  return markdownTable(columns, rows);
}

function quoteText(quote: Quote | undefined): string {
  return quote === undefined ? 'not found' : `${usdText(quote.usd)} ([${quote.date}](${quote.source}))`;
}
