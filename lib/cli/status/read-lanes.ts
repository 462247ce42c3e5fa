import { lanesOf } from '../../drain/pause-gate.ts';
import type { ConnectionAtService } from '../../stores/connections/find-for-service.ts';
import { connectionLane, type PauseReason } from '../../stores/ledger/service-pauses.ts';
import { nextProbeAt } from '../describe-pause.ts';
import type { OperatorAccess } from '../operator-access.ts';

/** A pause in force. Times in milliseconds since 1970. */
export interface LanePause {
  /** The connection that is paused; absent if its whole service is. */
  readonly connection?: string;
  readonly serviceId: string;
  /** The call that is paused; absent for events. */
  readonly call?: string;
  readonly reason: PauseReason;
  readonly until: number;
  readonly nextProbe: number;
}

/** What is known of a connection. Times in milliseconds since 1970; absent if it never was. */
export interface ConnectionFacts {
  readonly id: string;
  readonly serviceId: string;
  readonly acceptedAt?: number | undefined;
  readonly refusedAt?: number | undefined;
  /** Of the last answer that was no acceptance. */
  readonly code?: string | undefined;
  readonly because?: string | undefined;
  /** When a webhook of it was queued last, at most an hour behind. */
  readonly heardAt?: number | undefined;
}

const CALLS = [undefined, 'identities', 'user-profile'] as const;

/** Returns the pauses in force of connections and of their services. @throws {UnavailableError} the ledger does not answer. */
export async function readPauses(
  access: Pick<OperatorAccess, 'pauses'>,
  connections: readonly ConnectionAtService[],
  now: number,
): Promise<readonly LanePause[]> {
  const lanes = new Map<string, Pick<LanePause, 'connection' | 'serviceId' | 'call'>>();
  for (const { connection, serviceId } of connections) {
    for (const call of CALLS) {
      const names = lanesOf({ connection, serviceId }, call);
      const about = { serviceId, ...(call !== undefined && { call }) };
      lanes.set(names.service, about);
      lanes.set(names.connection, { ...about, connection });
    }
  }
  const found = await access.pauses().read([...lanes.keys()]);
  return [...found].flatMap(([lane, pause]) => {
    const { until, reason } = pause;
    const about = lanes.get(lane);
    if (about === undefined || until <= now) return [];
    return [{ ...about, reason, until, nextProbe: nextProbeAt(pause, now) }];
  });
}

/** Returns what the ledger knows of each connection. @throws {UnavailableError} it does not answer. */
export async function readConnections(
  access: Pick<OperatorAccess, 'lastAnswers' | 'heardFrom'>,
  connections: readonly ConnectionAtService[],
): Promise<readonly ConnectionFacts[]> {
  const [answers, heard] = await Promise.all([
    access.lastAnswers().read(connections),
    access.heardFrom().read(connections),
  ]);
  return connections.map((at) => ({
    id: at.connection,
    serviceId: at.serviceId,
    ...answers.get(connectionLane(at)),
    heardAt: heard.get(connectionLane(at)),
  }));
}
