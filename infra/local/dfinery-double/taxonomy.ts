import * as v from 'valibot';

const Text = v.string();
/** `Long`: a fraction or a text is refused. */
const Long = v.pipe(v.number(), v.safeInteger());
/** `Double`: whole numbers are fine, as in the vendor's own example. */
const Double = v.pipe(v.number(), v.finite());

/** Values of a property that a service registered itself: no null, no nested object, one kind per list. */
const Registered = v.union([Text, Double, v.boolean(), v.array(Text), v.array(Double)]);

const itemEntries = {
  df_item_id: Text,
  df_item_name: Text,
  df_price: Double,
  df_quantity: Long,
  df_discount: Double,
  df_category1: v.optional(Text),
  df_category2: v.optional(Text),
  df_category3: v.optional(Text),
  df_category4: v.optional(Text),
  df_category5: v.optional(Text),
};

interface EventKind {
  readonly needsItems: boolean;
  readonly properties: v.ObjectEntries;
}

const plain: EventKind = { needsItems: false, properties: {} };
const withItems: EventKind = { needsItems: true, properties: {} };

/**
 * The standard events with the properties that belong to each. Required and optional ones are those of the vendor's
 * samples; `df_discount` of a purchase is called required in one of its documents and left out in others.
 * @see https://docs.dfinery.ai/user-guide/en/getting-started-with-dfinery/event-and-property/taxonomy (read 2026-11-23)
 */
const events: Readonly<Record<string, EventKind>> = {
  df_sign_up: { needsItems: false, properties: { df_sign_channel: Text } },
  df_login: plain,
  df_logout: plain,
  df_view_home: plain,
  df_view_product_details: withItems,
  df_add_to_cart: withItems,
  df_remove_cart: withItems,
  df_view_cart: withItems,
  df_add_to_wishlist: withItems,
  df_view_list: withItems,
  df_view_search_result: { needsItems: true, properties: { df_keyword: Text } },
  df_share_product: { needsItems: true, properties: { df_sharing_channel: Text } },
  df_add_payment_info: plain,
  df_purchase: {
    needsItems: true,
    properties: {
      df_order_id: Text,
      df_payment_method: Text,
      df_total_purchase_amount: Double,
      df_delivery_charge: Double,
      df_discount: v.optional(Double),
    },
  },
  df_refund: { needsItems: true, properties: { df_total_refund_amount: Double } },
};

/** Names that a service registered in its console beside the standard ones. */
export interface RegisteredNames {
  /** Of these nobody but the service knows what belongs to them. */
  readonly events?: readonly string[];
  readonly eventProperties: readonly string[];
  readonly itemProperties: readonly string[];
  readonly userProperties?: readonly string[];
  /** Names that are not registered after all, standard ones and events too. */
  readonly unregistered?: readonly string[];
}

/**
 * The properties of a user profile that every service has. Known consents are true
 * or false, never absent: the page says that a customer with null may be messaged.
 * @see https://docs.dfinery.ai/user-guide/action/off-site-campaign/opt-state (read 2026-11-23)
 */
const userEntries = {
  df_name: v.optional(Text),
  df_gender: v.optional(v.picklist(['Male', 'Female', 'NonBinary', 'Other'])),
  df_birth: v.optional(v.pipe(Text, v.isoDate('expected yyyy-MM-dd'))),
  df_membership: v.optional(Text),
  df_push_ads_optin: v.optional(v.boolean()),
  df_push_night_ads_optin: v.optional(v.boolean()),
  df_sms_ads_optin: v.optional(v.boolean()),
  df_kakao_ads_optin: v.optional(v.boolean()),
};

/** Returns the schema of the properties of a user. */
export function userPropertiesSchema({ userProperties = [], unregistered = [] }: RegisteredNames) {
  return v.strictObject(without(unregistered, { ...optional(userProperties), ...userEntries }));
}

/** Returns the schemas of items and properties of this event, or `undefined` if it is not registered. */
export function contentSchema(eventName: string, registered: RegisteredNames) {
  const own = registered.events?.includes(eventName) === true ? plain : undefined;
  const kind = Object.hasOwn(events, eventName) ? events[eventName] : own;
  const { itemProperties, eventProperties, unregistered = [] } = registered;
  if (kind === undefined || unregistered.includes(eventName)) return undefined;
  const item = v.strictObject(without(unregistered, { ...optional(itemProperties), ...itemEntries }));
  const known = without(unregistered, kind.properties);
  const properties = v.strictObject({ ...without(unregistered, optional(eventProperties)), ...known });
  const needsProperties = Object.values(known).some((schema) => schema.type !== 'optional');
  return v.object({
    event_items: kind.needsItems ? v.pipe(v.array(item), v.nonEmpty()) : v.nullish(v.array(item)),
    event_properties: needsProperties ? properties : v.nullish(properties),
  });
}

function optional(names: readonly string[]): v.ObjectEntries {
  return Object.fromEntries(names.map((name) => [name, v.optional(Registered)]));
}

/** Nothing that is not registered can be required. */
function without(unregistered: readonly string[], entries: v.ObjectEntries): v.ObjectEntries {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !unregistered.includes(name)));
}
