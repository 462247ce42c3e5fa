import type { ConnectionAtService } from '../../stores/connections/find-for-service.ts';
import { connectionLane, type PauseReason } from '../../stores/ledger/service-pauses.ts';
import { nextProbeAt } from '../describe-pause.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { readPausedLanes } from '../read-paused-lanes.ts';

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

/** Returns the pauses in force of connections and of their services. @throws {UnavailableError} the ledger does not answer. */
export async function readPauses(
  access: Pick<OperatorAccess, 'pauses'>,
  connections: readonly ConnectionAtService[],
  now: number,
): Promise<readonly LanePause[]> {
  const paused = await readPausedLanes(access, connections);
  return paused.flatMap(({ lane: _, pause, ...about }) => {
    const { until, reason } = pause;
    return until <= now ? [] : [{ ...about, reason, until, nextProbe: nextProbeAt(pause, now) }];
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
