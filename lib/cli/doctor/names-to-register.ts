import { findSource } from '../../sources/registry.ts';
import type { StoredShop } from '../../stores/connections/stored-connections.ts';

/**
 * Returns what a connection sends under a name that has to be registered in the Dfinery console: events, then the
 * properties that the connection asks for beside the standard ones.
 */
export function namesToRegister({
  source,
  profiles,
  carts,
  eventProperties,
  refundProperties,
  itemProperties,
  profileProperties,
}: StoredShop): string[] {
  const hasProfiles = profiles === 'send';
  const properties = {
    ...eventProperties,
    ...refundProperties,
    ...itemProperties,
    ...(hasProfiles && profileProperties),
  };
  return [
    'df_purchase',
    'df_refund',
    ...(hasProfiles ? ['df_sign_up'] : []),
    ...(carts === 'send' ? cartEventsOf(source) : []),
    ...Object.keys(properties),
  ];
}

/** Returns the events that a source sends before there is an order. */
function cartEventsOf(source: string): Set<string> {
  const topics = Object.values(findSource(source)?.topics ?? {});
  return new Set(topics.flatMap((topic) => (topic.about === 'carts' ? [topic.sends] : [])));
}
