import type { ShopConnection } from '../model/connection.ts';
import { connectionLane } from '../stores/ledger/service-pauses.ts';
import type { PollPorts } from './poll-ports.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Counts connections from which nothing was heard for their `silenceHours`. Heard is what a webhook
 * brought, was queued and reached the drain: unpaid orders and others that are ignored are not. One that was never heard
 * from counts from the first run that looked. A shop that sends no webhooks is never silent. Never throws.
 */
export async function noteSilence(
  { heardFrom, places, telemetry, now }: Pick<PollPorts, 'heardFrom' | 'places' | 'telemetry' | 'now'>,
  shops: readonly ShopConnection[],
): Promise<void> {
  const watched = shops.filter(({ silenceHours, intake }) => silenceHours !== undefined && intake !== 'poll');
  if (watched.length === 0) return;
  const atService = ({ id, dfinery }: ShopConnection) => ({ connection: id, serviceId: dfinery.serviceId });
  try {
    const heard = await heardFrom.read(watched.map(atService));
    for (const shop of watched) {
      const { id, silenceHours = 0 } = shop;
      const heardAt = heard.get(connectionLane(atService(shop))) ?? (await places.watchedSince(id));
      if (now() - heardAt < silenceHours * HOUR_MS) continue;
      telemetry.count('ConnectionSilent');
      const hours = Math.floor((now() - heardAt) / HOUR_MS);
      telemetry.warn('A shop is silent', { connection: id, hours, silenceHours });
    }
  } catch (cause) {
    telemetry.error('Nobody knows whether shops are silent', {}, cause);
  }
}
