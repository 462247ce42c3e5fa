import { isTaken, type TakingSettings } from '../../sources/is-taken.ts';
import { findSource } from '../../sources/registry.ts';
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

/** Returns the names of the events that a connection sends. */
export function eventsToRegister(connection: TakingSettings & Pick<StoredShop, 'source'>): string[] {
  const topics = Object.entries(findSource(connection.source)?.topics ?? {});
  const taken = topics.filter(([name, topic]) => isTaken(topic, { name, settings: connection }));
  const happenings = taken.flatMap(([, topic]) => (topic.about === 'happening' ? [topic.sends] : []));
  const signUps = connection.profiles === 'send' ? ['df_sign_up'] : [];
  return ['df_purchase', 'df_refund', ...signUps, ...new Set(happenings)];
}
