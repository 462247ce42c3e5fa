import type { ArrivedOrders } from './arrived-orders.ts';
import type { NotAsked } from './ask-arrived.ts';
import type { RepairMode } from './comparison-lines.ts';
import type { Comparison } from './run-reconcile.ts';

interface Compared {
  readonly comparison: Comparison;
  readonly arrived: ArrivedOrders | NotAsked;
  readonly mode: RepairMode;
}

const NO_LIST =
  'The shop’s orders were not listed: its source has no list, or the connection has no `api`. ' +
  'Give them with --orders FILE, in the form that `backfill` takes.';

const NOT_ASKED = {
  'no-token': 'Dfinery was not asked: the connection has no `dfinery.exportToken`.',
  'beyond-export': 'Dfinery was not asked: its export reaches back 29 days.',
} as const satisfies Record<NotAsked, string>;

const UNNAMED =
  'Refunds were not compared with Dfinery: they do not name their order there. ' +
  'Register `df_order_id` for df_refund and set refundProperties: {"df_order_id": "orderId"}.';

/** Returns what could not be compared at all, in words. Empty if all three lists were. Pure. */
export function whatIsMissing({ comparison, arrived, mode }: Compared): string[] {
  const { shop, ledger } = comparison;
  const isRepairing = mode !== 'none' && shop === undefined;
  const hasRefunds = [...ledger.refunds.values()].some((amount) => amount !== '0');
  const areUnnamed = typeof arrived === 'object' && !arrived.namesRefunds && hasRefunds;
  return [
    ...(shop === undefined ? [NO_LIST] : []),
    ...(isRepairing ? ['Nothing can be repaired without the shop’s orders.'] : []),
    ...(typeof arrived === 'string' ? [NOT_ASKED[arrived]] : []),
    ...(areUnnamed ? [UNNAMED] : []),
  ];
}
