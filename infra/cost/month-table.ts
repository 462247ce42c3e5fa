import type { CostLine } from './cost-model.ts';
import { dollars, markdownTable, priceText, quantity, thousands } from './format.ts';
import { quoteFor, regionNames } from './prices.ts';
import { costOf, type Scenario } from './scenario.ts';

const columns = [
  { title: 'service' },
  { title: 'what' },
  { title: 'used', isFigure: true },
  { title: 'price' },
  { title: 'US dollars', isFigure: true },
];

/** Returns a month of a scenario line by line. */
export function monthTable(scenario: Scenario): string {
  const { orders, region, assumptions } = scenario;
  const cost = costOf(scenario);
  const row = ({ service, what, quantity: used, price, nanoDollars }: CostLine): string[] => [
    service,
    what,
    quantity(used, price),
    priceText(price, region),
    dollars(nanoDollars),
  ];
  const sum = (what: string, nanoDollars: bigint): string[] => [
    '',
    `**${what}**`,
    '',
    '',
    `**${dollars(nanoDollars)}**`,
  ];

  const isEstimate = [...cost.perOrder, ...cost.standing].some(
    ({ price }) => quoteFor(price, region).isStandIn,
  );
  return [
    `${thousands(orders)} orders a month, ${assumptions.webhooksPerOrder} webhooks an order, ${regionNames[region]} (\`${region}\`):`,
    '',
    markdownTable(columns, [
      ...cost.perOrder.map(row),
      sum('grows with the orders', cost.perOrderNanoDollars),
      ...cost.standing.map(row),
      sum('is there without any order', cost.standingNanoDollars),
      sum('together', cost.totalNanoDollars),
    ]),
    ...(isEstimate ? ['', '\\* Not found for this region: the price of Northern Virginia stands in.'] : []),
  ].join('\n');
}
