import type { ShopConnection } from '../model/connection.ts';
import { connectionLane } from '../stores/ledger/service-pauses.ts';
import type { PollPorts } from './poll-ports.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Counts connections from which nothing was heard for their `silenceHours`. One that was never heard from is silent since its
 * `since`; without it, it is not counted. Never throws.
 */
export async function noteSilence(
  { heardFrom, telemetry, now }: Pick<PollPorts, 'heardFrom' | 'telemetry' | 'now'>,
  shops: readonly ShopConnection[],
): Promise<void> {
  const watched = shops.filter(({ silenceHours }) => silenceHours !== undefined);
  if (watched.length === 0) return;
  const atService = ({ id, dfinery }: ShopConnection) => ({ connection: id, serviceId: dfinery.serviceId });
  try {
    const heard = await heardFrom.read(watched.map(atService));
    for (const shop of watched) {
      const { id, since, silenceHours = 0 } = shop;
      const heardAt = heard.get(connectionLane(atService(shop))) ?? (since && Date.parse(since));
      if (typeof heardAt !== 'number' || now() - heardAt < silenceHours * HOUR_MS) continue;
      telemetry.count('ConnectionSilent');
      const hours = Math.floor((now() - heardAt) / HOUR_MS);
      telemetry.warn('A shop is silent', { connection: id, hours, silenceHours });
    }
  } catch (cause) {
    telemetry.error('Nobody knows whether shops are silent', {}, cause);
  }
}
