import type { StoredShop } from '../connections/stored-connections.ts';

/**
 * Returns what a connection sends under a name that has to be registered in the Dfinery console: events, then the
 * properties that the connection asks for beside the standard ones.
 */
export function namesToRegister({
  profiles,
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
  return ['df_purchase', 'df_refund', ...(hasProfiles ? ['df_sign_up'] : []), ...Object.keys(properties)];
}
