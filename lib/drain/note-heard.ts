import { BACKFILLED, POLLED, REPAIRED } from '../model/keys.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { ConnectionAtService } from '../stores/connections/find-for-service.ts';
import type { DrainPorts } from './drain-ports.ts';

/** Begin the names of what no webhook brought. */
const NOT_HEARD = [BACKFILLED, POLLED, REPAIRED];

interface Heard extends ConnectionAtService {
  readonly profiles: readonly { readonly message: AnyMessage }[];
  readonly events: readonly { readonly message: AnyMessage }[];
}

/** Remembers when the last webhook of a connection was received, for who watches whether it is silent. Never throws. */
export async function noteHeard(
  { heardFrom, telemetry }: Pick<DrainPorts, 'heardFrom' | 'telemetry'>,
  { connection, serviceId, profiles, events }: Heard,
): Promise<void> {
  const times = [...profiles, ...events]
    .filter(({ message }) => !NOT_HEARD.some((prefix) => message.deliveryId.startsWith(prefix)))
    .map(({ message }) => Date.parse(message.receivedAt));
  if (times.length === 0) return;
  try {
    await heardFrom.note({ connection, serviceId }, Math.max(...times));
  } catch (cause) {
    telemetry.error('The last webhook of a connection could not be remembered', { connection }, cause);
  }
}
