import { type FetchMessage, fieldsOfFetch } from '../queue/fetch-message.ts';
import { carryOut, withoutErased } from '../translate/carry-out.ts';
import type { Plan } from '../translate/plan-queueing.ts';
import type { FetchFate } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';

/** The names of the kinds in log lines. */
const nameOf: Readonly<Record<FetchMessage['kind'], string>> = {
  order: 'Order',
  refund: 'Refund',
  cart: 'Cart',
};

/** Queues the result of a fetch, unless its customer was erased. @throws {UnavailableError} AWS is unavailable. */
export async function queueFetched(
  ports: Pick<FetchPorts, 'queue' | 'tombstones' | 'telemetry'>,
  message: FetchMessage,
  plan: Plan,
): Promise<FetchFate> {
  const standing = await withoutErased(ports.tombstones, plan);
  if (standing === undefined) return dropErased(ports, message);
  const fields = fieldsOfFetch(message);
  await carryOut(ports, standing, fields);
  ports.telemetry.info(`${nameOf[message.kind]} queued`, { ...fields, events: standing.events.length });
  return { kind: 'fetched' };
}

/** Returns the fate of a fetch whose customer or shop was erased. */
export function dropErased({ telemetry }: Pick<FetchPorts, 'telemetry'>, message: FetchMessage): FetchFate {
  telemetry.info(`${nameOf[message.kind]} of an erased customer or shop`, fieldsOfFetch(message));
  return { kind: 'erased' };
}
