import { monthlyCost } from './cost-model.ts';
import { dollars, markdownTable, quantity } from './format.ts';
import { profileUsage } from './profile-usage.ts';
import type { Scenario } from './scenario.ts';
import { trafficOf } from './traffic.ts';

const columns = [
  { title: 'service' },
  { title: 'what' },
  { title: 'used', isFigure: true },
  { title: 'US dollars', isFigure: true },
];

/** Returns what a month has more where profiles are sent. */
export function profilesTable({ assumptions, measured, orders, region }: Scenario): string {
  const sending = { ...assumptions, profiles: 'send' } as const;
  const usage = profileUsage({ assumptions: sending, measured, traffic: trafficOf(sending) });
  const { perOrder, standing, totalNanoDollars } = monthlyCost(usage, { orders, region });
  const rows = [...perOrder, ...standing].map(({ service, what, quantity: used, price, nanoDollars }) => [
    service,
    what,
    quantity(used, price),
    dollars(nanoDollars),
  ]);
  return markdownTable(columns, [...rows, ['', '**together**', '', `**${dollars(totalNanoDollars)}**`]]);
}
