import type { DfineryConnection } from '../../model/connection.ts';
import type { ConnectionStore } from './connection-store.ts';

/** The target of a message. It never goes to a service that its connection got later. */
export interface ConnectionAtService {
  readonly connection: string;
  readonly serviceId: string;
}

/** The connection of a message, or the reason why it cannot be used now. */
export type UsableConnection =
  | { readonly kind: 'usable'; readonly connection: DfineryConnection }
  | { readonly kind: 'misconfigured'; readonly code: 'connection-gone' | 'service-changed' }
  | { readonly kind: 'unavailable'; readonly code: 'connection-unavailable'; readonly cause: unknown };

/** Finds the connection that a message was written for, if it still belongs to the same Dfinery service. */
export async function findForService(
  connections: ConnectionStore<DfineryConnection>,
  { connection, serviceId }: ConnectionAtService,
): Promise<UsableConnection> {
  const reading = await connections.find(connection);
  switch (reading.kind) {
    case 'unknown':
      return { kind: 'misconfigured', code: 'connection-gone' };
    case 'not-looked-up':
    case 'unavailable':
      return { kind: 'unavailable', code: 'connection-unavailable', cause: reading.cause };
    case 'found':
      return reading.value.serviceId === serviceId
        ? { kind: 'usable', connection: reading.value }
        : { kind: 'misconfigured', code: 'service-changed' };
  }
}
