import { withJitter } from '../queue/worker/back-off.ts';
import type { ServicePause } from '../stores/ledger/service-pauses.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventWaits, policies } from './event-fate.ts';

/** Whether an invocation may send to a service. During a pause, one probe may pass now and then. */
export type Passage = { readonly kind: 'open'; readonly pause: ServicePause | undefined } | EventWaits;

/** Checks whether a service is paused, and takes the probe if it is due. @throws {UnavailableError} the ledger is unavailable. */
export async function passTo(ports: DrainPorts, serviceId: string): Promise<Passage> {
  const now = ports.now();
  const pause = (await ports.pauses.read([serviceId])).get(serviceId);
  if (pause === undefined || pause.until <= now) return { kind: 'open', pause };
  const { probeEvery = 1 } = policies[pause.reason].pause ?? {};
  const isDue = now - pause.probedAt >= probeEvery * ports.backOff.baseSeconds * 1000;
  if (isDue && (await ports.pauses.takeProbe(serviceId, pause, now))) return { kind: 'open', pause };
  return { kind: 'waits', because: pause.reason, code: 'paused' };
}

/**
 * Starts or renews the pause of a service if the run was stopped, and ends it if something was accepted. The pause lasts
 * until the quota is reset, or doubles from the base of the back-off to its maximum. Never throws.
 */
export async function closeBehind(ports: DrainPorts, serviceId: string, run: ConnectionRun): Promise<void> {
  try {
    await close(ports, serviceId, run);
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be written', { serviceId }, cause);
  }
}

async function close(
  ports: DrainPorts,
  serviceId: string,
  { stop, pause, accepted }: ConnectionRun,
): Promise<void> {
  const reason = stop && policies[stop.failure].pause?.reason;
  if (reason === undefined) {
    if (accepted > 0 && pause !== undefined) await ports.pauses.end(serviceId);
    return;
  }
  const now = ports.now();
  const failures = (pause?.failures ?? 0) + 1;
  const { baseSeconds, maxSeconds } = ports.backOff;
  const seconds = withJitter(Math.min(maxSeconds, baseSeconds * 2 ** (failures - 1)), ports.random());
  const until = stop?.fate.retryAt ?? now + Math.min(maxSeconds, seconds) * 1000;
  await ports.pauses.pause(serviceId, { until, reason, failures, probedAt: now });
  ports.telemetry.count('ServicePaused', 1, reason);
  ports.telemetry.warn('Service paused', { serviceId, reason, seconds: Math.ceil((until - now) / 1000) });
}
