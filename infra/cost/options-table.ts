import { difference, dollars, markdownTable } from './format.ts';
import { type Option, options } from './options.ts';
import { costOf, type Scenario } from './scenario.ts';

const columns = [
  { title: 'set' },
  { title: 'a month', isFigure: true },
  { title: 'difference', isFigure: true },
];

/** Returns what every option makes of a month, each on its own. */
export function optionsTable(scenario: Scenario): string {
  const asIs = costOf(scenario).totalNanoDollars;
  const rows = options
    .filter((option) => scenario.assumptions.durations === undefined || keepsDurations(option))
    .map((option) => {
      const { totalNanoDollars } = costOf(withOption(scenario, option));
      return [option.set, dollars(totalNanoDollars), difference(totalNanoDollars - asIs)];
    });
  return markdownTable(columns, [['as it is', dollars(asIs), ''], ...rows]);
}

function withOption(scenario: Scenario, { assumptions, region }: Option): Scenario {
  return {
    ...scenario,
    assumptions: { ...scenario.assumptions, ...assumptions },
    ...(region !== undefined && { region }),
  };
}

/** Durations of a deployment say nothing about another memory size or fuller batches. */
function keepsDurations({ assumptions = {} }: Option): boolean {
  return !('memorySize' in assumptions || 'eventsPerBatch' in assumptions);
}
