import type { ShopConnection } from '../connection.ts';
import { subjectOfFetch } from '../erasures/subject-of-message.ts';
import { ZERO } from '../money.ts';
import type { RefundFetch } from '../queue/fetch-message.ts';
import type { Fate } from './fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { fieldsOf } from './fields-of.ts';
import { type ReadyRefund, readyRefund } from './ready-refund.ts';

type Queueing = Pick<FetchPorts, 'queue' | 'tombstones' | 'telemetry'>;

interface Ready extends ReadyRefund {
  readonly shop: ShopConnection;
}

/** Queues the events of a refund unless its customer was erased. @throws {UnavailableError} AWS is ill. */
export async function queueRefund(
  { queue, tombstones, telemetry }: Queueing,
  message: RefundFetch,
  { shop, bodies, standIn }: Ready,
): Promise<Fate> {
  const subject = subjectOfFetch(message, shop.shop);
  if ((await tombstones.erased([subject])).has(subject)) {
    telemetry.info('Refund of somebody who was erased', fieldsOf(message));
    return { kind: 'erased' };
  }
  await queue.sendAll(bodies);
  if (standIn === 'refund') telemetry.count('RefundWithoutLines');
  telemetry.count('EventQueued', bodies.length);
  telemetry.info('Refund queued', { ...fieldsOf(message), events: bodies.length });
  return { kind: 'fetched' };
}

/** Why a refund goes without lines that it may have. */
export interface MissingLines {
  readonly reason: string;
  readonly code: string;
  readonly cause?: unknown;
}

/** Queues a refund with the item that stands in for its lines, and says why. @throws {UnavailableError} AWS is ill. */
export async function queueWithoutLines(
  ports: Queueing,
  message: RefundFetch,
  { shop, cause, ...why }: MissingLines & { readonly shop: ShopConnection },
): Promise<Fate> {
  ports.telemetry.count('RefundLinesMissed', 1, why.reason);
  ports.telemetry.error('The lines of a refund were not had', { ...fieldsOf(message), ...why }, cause);
  return queueRefund(ports, message, { shop, ...readyRefund(message, shop, { items: [], delivery: ZERO }) });
}
