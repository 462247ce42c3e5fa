import { eventsToRegister } from '../../sources/events-to-register.ts';
import type { StoredShop } from '../../stores/connections/stored-connections.ts';

/**
 * Returns what a connection sends under a name that has to be registered in the Dfinery console: events, then the
 * properties that the connection asks for beside the standard ones.
 */
export function namesToRegister(connection: StoredShop): string[] {
  const { profiles, eventProperties, refundProperties, itemProperties, profileProperties } = connection;
  const hasProfiles = profiles === 'send';
  const properties = {
    ...eventProperties,
    ...refundProperties,
    ...itemProperties,
    ...(hasProfiles && profileProperties),
  };
  return [...eventsToRegister(connection), ...Object.keys(properties)];
}
