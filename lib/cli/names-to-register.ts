import type { StoredShop } from '../connections/stored-connections.ts';

/** What a source tells of before there is an order. */
const cartEvents: Readonly<Record<string, string>> = {
  shopify: 'df_add_payment_info',
  cafe24: 'df_add_to_cart',
};

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
  const cartEvent = carts === 'send' ? cartEvents[source] : undefined;
  return [
    'df_purchase',
    'df_refund',
    ...(hasProfiles ? ['df_sign_up'] : []),
    ...(cartEvent === undefined ? [] : [cartEvent]),
    ...Object.keys(properties),
  ];
}
