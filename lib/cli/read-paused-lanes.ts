import { lanesOf } from '../drain/pause-gate.ts';
import type { ConnectionAtService } from '../stores/connections/find-for-service.ts';
import type { ServicePause } from '../stores/ledger/service-pauses.ts';
import type { OperatorAccess } from './operator-access.ts';

/** A pause, and what it holds back. */
export interface PausedLane {
  readonly lane: 'service' | 'connection';
  readonly serviceId: string;
  /** Absent if the whole service is paused. */
  readonly connection?: string;
  /** Absent for events. */
  readonly call?: 'identities' | 'user-profile';
  /** One that is over stays until something is accepted. */
  readonly pause: ServicePause;
}

const CALLS = [undefined, 'identities', 'user-profile'] as const;

/** Returns the pauses of connections and of their services, each once, over or not. @throws {UnavailableError} the ledger does not answer. */
export async function readPausedLanes(
  access: Pick<OperatorAccess, 'pauses'>,
  connections: readonly ConnectionAtService[],
): Promise<readonly PausedLane[]> {
  const lanes = new Map<string, Omit<PausedLane, 'pause'>>();
  for (const { connection, serviceId } of connections) {
    for (const call of CALLS) {
      const names = lanesOf({ connection, serviceId }, call);
      const about = { serviceId, ...(call !== undefined && { call }) };
      lanes.set(names.service, { lane: 'service', ...about });
      lanes.set(names.connection, { lane: 'connection', connection, ...about });
    }
  }
  const found = await access.pauses().read([...lanes.keys()]);
  return [...found].flatMap(([name, pause]) => {
    const about = lanes.get(name);
    return about === undefined ? [] : [{ ...about, pause }];
  });
}
