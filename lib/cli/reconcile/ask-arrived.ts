import type { AskArrivals } from '../../dfinery/export/arrivals.ts';
import type { ExportConnection, MappingSettings } from '../../model/connection.ts';
import type { ArrivedOrders } from './arrived-orders.ts';
import { type DayRange, daysToAsk } from './read-range.ts';

/** Why Dfinery was not asked. */
export type NotAsked = 'no-token' | 'beyond-export';

interface Wanted {
  readonly access: ExportConnection | undefined;
  readonly settings: Pick<MappingSettings, 'refundProperties'>;
  readonly range: DayRange;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Asks Dfinery once for the days of a range and those since. Refunds are compared by order only if all of them name it.
 * @throws {ExportError} the Export API did not answer, or not wholly.
 */
export async function askArrived(
  ask: AskArrivals,
  { access, settings, range, now }: Wanted,
): Promise<ArrivedOrders | NotAsked> {
  if (access === undefined) return 'no-token';
  const days = daysToAsk(range, now);
  if (days === undefined) return 'beyond-export';
  const { from, to, reachesBackTo } = days;
  const { purchases, refunds, columns } = await ask({ ...access, from, to });
  const namesRefunds = settings.refundProperties?.['df_order_id'] === 'orderId' && !refunds.has('');
  return { purchases, refunds: namesRefunds ? refunds : new Map(), namesRefunds, columns, reachesBackTo };
}
