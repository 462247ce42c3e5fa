import { costOf, deployed } from '../../infra/cost/scenario.ts';
import { measure } from '../cost/measure.ts';
import { type Figure, figure, type Section } from './section.ts';

/** What a million orders cost with the CPU time that the functions take on this machine, now. */
export async function cost(): Promise<Section> {
  const measured = await measure({
    warmUps: 30,
    coldStarts: 3,
    batches: { 1: 50, 10: 10, 100: 3 },
    profiles: 20,
  });
  const { perOrder, perOrderNanoDollars, standingNanoDollars } = costOf({ ...deployed, measured });
  const services = Map.groupBy(perOrder, ({ service }) => service);
  const row = (name: string, nanoDollars: bigint) => ({
    name,
    figures: { 'a million orders': dollars(nanoDollars) },
  });
  return {
    title: 'Cost',
    says: 'A million orders of four webhooks in Seoul, by the model of docs/cost.md with the CPU time of this run.',
    rows: [
      ...[...services].map(([service, lines]) =>
        row(
          service,
          lines.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0n),
        ),
      ),
      row('together', perOrderNanoDollars),
      row('without any order, a month', standingNanoDollars),
    ],
    targets: [],
  };
}

function dollars(nanoDollars: bigint): Figure {
  return figure(Number(nanoDollars) / 1e9, '$');
}
