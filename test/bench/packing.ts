import { planRequests } from '../../lib/drain/plan-requests.ts';
import { queueRecords } from '../support/builders/queue-records.ts';
import { readRecords } from '../support/reading/read-events.ts';
import { compare } from './compare.ts';
import { fewestRequests } from './fewest-requests.ts';
import { CUSTOMERS, EVENTS, queuedMixes } from './queued-mixes.ts';
import { figure, type Section, target } from './section.ts';

/** Requests that 10,000 events of ten customers take, against the fewest possible, and the time to plan them. */
export async function packing(): Promise<Section> {
  const plans = queuedMixes().map(({ name, orders }) => {
    const { events } = readRecords(queueRecords(orders));
    const used = planRequests(events).length;
    return { name, used, fewest: fewestRequests(orders), plan: () => planRequests(events) };
  });
  const timings = await compare(Object.fromEntries(plans.map(({ name, plan }) => [name, plan])));
  return {
    title: 'Grouping and packing',
    says: '10,000 events of ten customers, planned at once. The bound is the larger of what events and items need, for each customer.',
    rows: plans.map(({ name, used, fewest }) => ({
      name,
      figures: {
        requests: figure(used),
        bound: figure(fewest),
        planning: figure(timings[name]?.wallNs ?? 0, 'ns'),
        'an event': figure((timings[name]?.wallNs ?? 0) / EVENTS, 'ns'),
      },
    })),
    targets: plans.map(({ name, used, fewest }, index) =>
      target(`packing, ${name}: requests a customer above the bound`, (used - fewest) / CUSTOMERS, {
        // If items are not the bound, nothing can be packed badly.
        atMost: index === 0 ? 0 : 1,
      }),
    ),
  };
}
