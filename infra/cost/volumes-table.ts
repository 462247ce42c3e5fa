import { dollars, markdownTable, thousands } from './format.ts';
import { costOf, type Scenario } from './scenario.ts';

const VOLUMES = [10_000, 100_000, 1_000_000, 10_000_000];

const columns = [
  { title: 'orders a month', isFigure: true },
  { title: 'grows with the orders', isFigure: true },
  { title: 'is there without any', isFigure: true },
  { title: 'together', isFigure: true },
];
const gatheredColumn = { title: 'with 10 events a batch', isFigure: true };

/** Returns what more and fewer orders cost. Durations of a deployment say nothing about fuller batches. */
export function volumesTable(scenario: Scenario): string {
  const isMeasuredHere = scenario.assumptions.durations === undefined;
  const rows = VOLUMES.map((orders) => {
    const { perOrderNanoDollars, standingNanoDollars, totalNanoDollars } = costOf({ ...scenario, orders });
    const sums = [perOrderNanoDollars, standingNanoDollars, totalNanoDollars];
    if (isMeasuredHere) sums.push(costOf(inTens({ ...scenario, orders })).totalNanoDollars);
    return [thousands(orders), ...sums.map(dollars)];
  });
  return markdownTable(isMeasuredHere ? [...columns, gatheredColumn] : columns, rows);
}

function inTens(scenario: Scenario): Scenario {
  return { ...scenario, assumptions: { ...scenario.assumptions, eventsPerBatch: 10 } };
}
