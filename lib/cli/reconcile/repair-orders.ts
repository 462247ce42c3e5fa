import { randomUUID } from 'node:crypto';
import type { ShopConnection } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { POLLED, REPAIRED } from '../../model/keys.ts';
import type { MessageQueue } from '../../queue/message-queue.ts';
import { leaveOutTold } from '../../stores/ledger/leave-out-told.ts';
import type { Ledger } from '../../stores/ledger/ledger.ts';
import { NOTHING, type Plan, planOrder } from '../../translate/plan-queueing.ts';
import type { MessageContext } from '../../translate/to-messages.ts';
import type { RepairMode } from './comparison-lines.ts';
import { isUntold, NO_REPAIR, planRepair, type Repair } from './plan-repair.ts';
import type { ReconcilePorts, Repairable } from './three-lists.ts';

interface Queues {
  readonly events: () => MessageQueue;
  readonly fetches: () => MessageQueue;
}

/** What one run of `reconcile` repairs, and how. */
export interface Repairing {
  readonly connection: ShopConnection;
  readonly mode: RepairMode;
  readonly queues: Queues;
  readonly ledger: Pick<Ledger, 'read'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Returns how repairs are planned and queued. In a dry run nothing is queued. */
export function repairOrders({
  connection,
  mode,
  queues,
  ledger,
  now,
}: Repairing): Pick<ReconcilePorts, 'repair'> {
  const run = randomUUID();
  const common = { connection, receivedAt: new Date(now()), traceId: `reconcile-${run}` };
  const untold = { ...common, deliveryId: `${POLLED}${run}` };
  const lost = { ...common, deliveryId: `${REPAIRED}${run}` };

  async function queue(repairs: readonly Repair[]): Promise<void> {
    const bodies = repairs.flatMap(({ events }) => events.map(({ body }) => body));
    if (bodies.length > 0) await queues.events().sendAll(bodies, connection.id);
    const fetches = repairs.flatMap((repair) => repair.fetches.map(({ body }) => body));
    if (fetches.length > 0) await queues.fetches().sendAll(fetches, connection.id);
  }

  return {
    repair: async (orders) => {
      if (mode === 'none') return orders.map(() => NO_REPAIR);
      const planned = orders.map((order) => planUntold(order, untold));
      const plans = await leaveOutTold(
        ledger,
        planned.map((plan) => plan ?? NOTHING),
        { shop: connection, now: now() },
      );
      const repairs = orders.map((order, index) =>
        planned[index] === undefined ? TOO_LONG : planLost(order, { untold: plans[index], lost }),
      );
      if (mode === 'queue') await queue(repairs);
      return repairs;
    },
  };
}

const TOO_LONG: Repair = {
  ...NO_REPAIR,
  actions: [{ kind: 'cannot', because: 'too long for one queue message' }],
};

/** Returns what the order says if that is to be queued; `undefined` if a message of it is too long. */
function planUntold({ news, findings }: Repairable, context: MessageContext): Plan | undefined {
  return isUntold(findings) ? unlessTooLong(() => planOrder(news, context)) : NOTHING;
}

function planLost({ news, findings }: Repairable, planning: Parameters<typeof planRepair>[2]): Repair {
  return unlessTooLong(() => planRepair(news, findings, planning)) ?? TOO_LONG;
}

function unlessTooLong<Planned>(plan: () => Planned): Planned | undefined {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return undefined;
  }
}
