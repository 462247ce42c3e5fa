import { type FetchMessage, fieldsOfFetch } from '../queue/fetch-message.ts';
import { carryOut, leaveOutErased } from '../translate/carry-out.ts';
import type { Plan } from '../translate/plan-queueing.ts';
import type { FetchFate } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';

/** What log lines call it. */
const nameOf: Readonly<Record<FetchMessage['kind'], string>> = {
  order: 'Order',
  refund: 'Refund',
  cart: 'Cart',
};

/** Queues what came of something fetched, unless its customer was erased. @throws {UnavailableError} AWS is unavailable. */
export async function queueFetched(
  ports: Pick<FetchPorts, 'queue' | 'tombstones' | 'telemetry'>,
  message: FetchMessage,
  plan: Plan,
): Promise<FetchFate> {
  const standing = await leaveOutErased(ports.tombstones, plan);
  if (standing === undefined) return dropErased(ports, message);
  const fields = fieldsOfFetch(message);
  await carryOut(ports, standing, fields);
  ports.telemetry.info(`${nameOf[message.kind]} queued`, { ...fields, events: standing.events.length });
  return { kind: 'fetched' };
}

/** Returns the fate of something whose customer was erased. */
export function dropErased({ telemetry }: Pick<FetchPorts, 'telemetry'>, message: FetchMessage): FetchFate {
  telemetry.info(`${nameOf[message.kind]} of somebody who was erased`, fieldsOfFetch(message));
  return { kind: 'erased' };
}
