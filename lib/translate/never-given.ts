import type { EventField, ItemField, ProfileField } from '../model/connection.ts';

/** Standard properties that only some sources give. */
type StandardName =
  | 'df_category1'
  | 'df_category2'
  | 'df_category3'
  | 'df_category4'
  | 'df_category5'
  | 'df_gender'
  | 'df_birth'
  | 'df_membership'
  | 'df_sms_ads_optin';

type Given = EventField | ItemField | ProfileField | StandardName;

const CATEGORIES = ['df_category1', 'df_category2', 'df_category3', 'df_category4', 'df_category5'] as const;
const OF_MEMBERS = ['df_gender', 'df_birth', 'df_membership'] as const;

/**
 * What a source gives of no order, customer or cart. Who links it in the Dfinery console may lose every event. A test
 * compares it with all that the sources' fixtures bring.
 */
const neverGiven: Readonly<Record<string, readonly (Given | `df_add_to_cart ${ItemField}`)[]>> = {
  shopify: ['paidWithCredit', ...CATEGORIES, ...OF_MEMBERS],
  woocommerce: ['variantTitle', 'vendor', 'emailConsent', 'df_sms_ads_optin', ...CATEGORIES, ...OF_MEMBERS],
  cafe24: ['firstName', 'lastName', 'df_add_to_cart vendor', ...CATEGORIES],
};

/** Returns whether a source never gives a field or a standard property, or not to this event. */
export function isNeverGiven(source: string, field: string, event?: string): boolean {
  const names: readonly string[] = neverGiven[source] ?? [];
  return names.includes(field) || (event !== undefined && names.includes(`${event} ${field}`));
}
