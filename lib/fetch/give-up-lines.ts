import type { RefundFetch } from '../queue/fetch-message.ts';
import { DAY_MS } from '../queue/worker/fate.ts';
import type { FetchFate, FetchWaits } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { queueWithoutLines } from './queue-without-lines.ts';

/** How long a refund waits for its lines, by reason. For any other reason the refund itself has to wait. */
const patienceMs: Readonly<Partial<Record<FetchWaits['because'], number>>> = {
  refused: 0,
  'not-found': 0,
  misconfigured: 0,
  throttled: DAY_MS,
  unavailable: DAY_MS,
};

/**
 * Queues a refund without its lines once it has waited long enough: lines are never worth a lost refund. If its connection
 * is gone it waits, as every event does. @throws {UnavailableError} AWS is unavailable.
 */
export async function giveUpLines(
  ports: FetchPorts,
  { message, queuedAt }: { readonly message: RefundFetch; readonly queuedAt: number },
  fate: FetchFate,
): Promise<FetchFate> {
  if (fate.kind !== 'waits') return fate;
  const { because: reason, code } = fate;
  if (ports.now() - queuedAt < (patienceMs[reason] ?? Number.POSITIVE_INFINITY)) return fate;
  const shop = await ports.connections.find(message.connection);
  const isMeant = shop.kind === 'found' && shop.value.source === message.source;
  return isMeant ? queueWithoutLines(ports, message, { shop: shop.value, reason, code }) : fate;
}
