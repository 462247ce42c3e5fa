import { findSource } from '../../../lib/sources/all-sources.ts';
import { eventsToRegister } from '../../../lib/sources/events-to-register.ts';
import type { Connections } from '../connections-file.ts';
import type { DfineryService } from './check-request.ts';

/**
 * Returns a service as its connections describe it: their access token, and all of their events and properties as if
 * registered in the console. `undefined` if no connection names it.
 */
export function registeredService(connections: Connections, serviceId: string): DfineryService | undefined {
  const own = Object.values(connections).filter(({ dfinery }) => dfinery.serviceId === serviceId);
  const [first] = own;
  if (first === undefined) return undefined;
  return {
    accessToken: first.dfinery.accessToken,
    exportToken: own.find(({ dfinery }) => dfinery.exportToken !== undefined)?.dfinery.exportToken,
    events: own.flatMap((connection) => {
      const source = findSource(connection.source);
      return source === undefined ? [] : eventsToRegister(source, connection);
    }),
    eventProperties: own.flatMap(({ eventProperties, refundProperties }) =>
      Object.keys({ ...eventProperties, ...refundProperties }),
    ),
    itemProperties: own.flatMap(({ itemProperties }) => Object.keys(itemProperties)),
    userProperties: own.flatMap(({ profileProperties = {} }) => Object.keys(profileProperties)),
  };
}
