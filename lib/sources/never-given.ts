import type { EventField, ItemField, ProfileField } from '../model/connection.ts';

/** Standard properties that only some sources give. */
type StandardName = (typeof CATEGORIES)[number] | (typeof OF_MEMBERS)[number] | 'df_sms_ads_optin';

/** A field or a standard property that a source never gives; `df_add_to_cart vendor`: not to this event. */
export type NeverGiven = EventField | ItemField | ProfileField | StandardName | `df_add_to_cart ${ItemField}`;

/** The categories of a product, from the broadest. */
export const CATEGORIES = [
  'df_category1',
  'df_category2',
  'df_category3',
  'df_category4',
  'df_category5',
] as const;

/** What only shops with members know. */
export const OF_MEMBERS = ['df_gender', 'df_birth', 'df_membership'] as const;
