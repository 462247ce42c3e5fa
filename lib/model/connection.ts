import * as v from 'valibot';

/** Ids of sources and connections, as used in the webhook address. Others are answered 404 without a look-up. */
export const CONNECTION_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Fields of an order that may be sent as extra event properties, once registered in the Dfinery console. */
export const EVENT_FIELDS = [
  'currency',
  'orderName',
  'orderDiscount',
  'totalDiscount',
  'tax',
  'fees',
  'couponCodes',
  'paidWithCredit',
  'sourceName',
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

/** Fields that may be sent as extra properties of a refund, once registered in the Dfinery console. */
export const REFUND_FIELDS = ['orderId', 'orderName', 'refundId', 'refundKind', 'currency'] as const;
export type RefundField = (typeof REFUND_FIELDS)[number];

/** Fields of a line item that may be sent as extra item properties, once registered in the Dfinery console. */
export const ITEM_FIELDS = ['sku', 'variantId', 'variantTitle', 'vendor'] as const;
export type ItemField = (typeof ITEM_FIELDS)[number];

/** Fields of a customer that may be sent as extra user properties, once registered in the Dfinery console. */
export const PROFILE_FIELDS = ['emailConsent', 'firstName', 'lastName'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** Names that the adapter fills itself. Giving one another meaning would break every event. */
const OWN_EVENT_PROPERTIES = [
  'df_order_id',
  'df_total_purchase_amount',
  'df_delivery_charge',
  'df_payment_method',
  'df_items',
];
/** Without `df_order_id`: it is not a standard property of a refund. */
const OWN_REFUND_PROPERTIES = ['df_total_refund_amount', 'df_items'];
const OWN_PROFILE_PROPERTIES = [
  'df_name',
  'df_gender',
  'df_birth',
  'df_membership',
  'df_push_ads_optin',
  'df_push_night_ads_optin',
  'df_push_optin',
  'df_sms_ads_optin',
  'df_kakao_ads_optin',
];
const OWN_ITEM_PROPERTIES = ['df_item_id', 'df_item_name', 'df_price', 'df_quantity', 'df_discount'];

const Text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const Secret = v.pipe(v.string(), v.minLength(16, 'must have at least 16 characters'));
/** Goes to Dfinery in a header, which Node refuses to send with anything else. */
const HeaderText = v.pipe(
  Text,
  v.regex(/^[!-~](?:[ -~]*[!-~])?$/, 'must be printable ASCII without blanks around it'),
);
const CountryCode = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 alpha-2 country code'));
const Instant = v.pipe(v.string(), v.isoTimestamp('expected an ISO 8601 instant'));

/** How a connection's orders become events. Every field is optional. */
const mappingEntries = {
  /** Orders placed before this instant are ignored. */
  since: v.optional(Instant),
  /** The state from which an order counts as a purchase. `created` suits cash on delivery. */
  purchaseOn: v.optional(v.picklist(['paid', 'authorized', 'created']), 'paid'),
  /** `send` is for trying the adapter on a development store. */
  testOrders: v.optional(v.picklist(['ignore', 'send']), 'ignore'),
  /**
   * Whether a further purchase is sent if more becomes due after an order was told. Dfinery counts it as a further order.
   * No default: an older version would refuse a stored connection that names this field.
   */
  edits: v.optional(v.picklist(['ignore', 'send'])),
  /** What becomes `external_id`. */
  externalId: v.optional(v.picklist(['customer-id', 'email', 'none']), 'customer-id'),
  /** Two shops on one Dfinery service need different prefixes, or their customers would mix. */
  externalIdPrefix: v.optional(v.string(), ''),
  /** Ids (messengers' too), e-mail addresses and phone numbers of staff, tills and marketplaces; treated as absent. */
  excludeIdentities: v.optional(v.array(Text), []),
  /**
   * Topics to treat as a request to be forgotten, if that depends on the shop. No
   * default: an older version would refuse a stored connection that names this field.
   */
  erasures: v.optional(v.array(Text)),
  /** What becomes `df_item_id`. */
  itemId: v.optional(v.picklist(['product-id', 'variant-id', 'sku']), 'product-id'),
  /** Country of phone numbers written without one. If it is not set, such numbers are left out. */
  defaultCountry: v.optional(CountryCode),
  /** Property registered in the console ← field of the order. */
  eventProperties: v.optional(propertyMap(EVENT_FIELDS, OWN_EVENT_PROPERTIES), {}),
  /**
   * Property registered in the console ← field of the refund, such as `df_order_id` ← `orderId`. No default: an older
   * version would refuse a stored connection that names this field.
   */
  refundProperties: v.optional(propertyMap(REFUND_FIELDS, OWN_REFUND_PROPERTIES)),
  /** Property registered in the console ← field of the line item. */
  itemProperties: v.optional(propertyMap(ITEM_FIELDS, OWN_ITEM_PROPERTIES), {}),
  /**
   * Whether to send customer data too: sign-ups, names, consents. This and `profileProperties` have no default: an older
   * version would refuse a stored connection that names them.
   */
  profiles: v.optional(v.picklist(['ignore', 'send'])),
  /** User property registered in the console ← field of the customer. */
  profileProperties: v.optional(propertyMap(PROFILE_FIELDS, OWN_PROFILE_PROPERTIES)),
  /** Whether to send checkouts and cart additions of known customers too. No default, as above. */
  carts: v.optional(v.picklist(['ignore', 'send'])),
  /**
   * Whether to fetch refund lines from the shop's API if deliveries do not contain them; requires `api`. No default: an
   * older version would refuse a stored connection that names this field.
   */
  refundLines: v.optional(v.picklist(['fetch'])),
  /**
   * Present if the shop's API is asked on a schedule for what changed, so that a lost webhook loses no order; requires
   * `api`. No default: an older version would refuse a stored connection that names this field.
   */
  poll: v.optional(v.strictObject({})),
  /** `poll`: the shop sends no webhooks, so any are refused, and `poll` is the only way in. No default, as above. */
  intake: v.optional(v.picklist(['webhook', 'poll'])),
  /** Hours without a delivery after which a shop counts as silent. No default, as above. */
  silenceHours: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 365))),
};

const shopEntries = {
  source: v.pipe(v.string(), v.regex(CONNECTION_ID, 'expected the id of a source')),
  /** The shop's own name on its platform. Default: the connection's id. Part of every event id. */
  shop: v.optional(Text),
  /**
   * Names that the shop took later, the newest last: deliveries that name one are taken, and event ids keep `shop`. No
   * default: an older version would refuse a stored connection that names this field.
   */
  alsoKnownAs: v.optional(v.array(Text)),
  ...mappingEntries,
};

/** A connection that takes webhooks needs one, which is checked where connections are written. */
const Secrets = v.optional(v.array(Secret), []);

/** What the receiver may read of a connection: all but the Dfinery access token. */
export const ShopConnectionSchema = v.strictObject({
  ...shopEntries,
  secrets: Secrets,
  dfinery: v.strictObject({ serviceId: Text }),
});

/** What the drain may read of a connection. */
export const DfineryConnectionSchema = v.strictObject({ serviceId: Text, accessToken: HeaderText });

/** What only a check of arrivals may read of a connection: the token of Dfinery's Export API. */
export const ExportConnectionSchema = v.strictObject({ serviceId: Text, exportToken: HeaderText });

/** The same two as commands list them. A token that no header can hold was stored before: it has to be seen to be replaced. */
export const ListedDfinerySchema = v.strictObject({ serviceId: Text, accessToken: Text });
export const ListedExportSchema = v.strictObject({ serviceId: Text, exportToken: Text });

/** The app that the shop granted access to, or the key that it created. Only functions that call its API may read it. */
export const ApiClientSchema = v.strictObject({ clientId: Text, clientSecret: Secret });

/** Stands for the client id of a key that is a single text. */
export const TOKEN_CLIENT_ID = 'token';

/** A key of one text, as an operator writes it. It is stored as a client's secret. */
const TokenSchema = v.pipe(
  v.strictObject({ token: Secret }),
  v.transform(({ token }) => ({ clientId: TOKEN_CLIENT_ID, clientSecret: token })),
);

/** An operator writes a client, or the one token that some platforms have. */
const ApiSchema = v.lazy((given): typeof ApiClientSchema | typeof TokenSchema =>
  typeof given === 'object' && given !== null && 'token' in given ? TokenSchema : ApiClientSchema,
);

/** What is wrong with text that should be connections. Samples in the documentation have comments. */
export const NOT_JSON = 'is not JSON, which has no comments and no comma before a closing bracket';

/** A whole connection, as an operator writes it. */
export const ConnectionSchema = v.strictObject({
  ...shopEntries,
  secrets: Secrets,
  dfinery: v.strictObject({
    ...DfineryConnectionSchema.entries,
    /** Of the Export API: lets what arrived be checked. */
    exportToken: v.optional(HeaderText),
  }),
  api: v.optional(ApiSchema),
});

/** A connection for trying a mapping: secrets and Dfinery credentials may be missing. */
export const TrialConnectionSchema = v.strictObject({
  ...shopEntries,
  secrets: v.optional(v.array(Secret), []),
  dfinery: v.optional(v.looseObject({})),
  api: v.optional(v.looseObject({})),
});

export type Connection = v.InferOutput<typeof ConnectionSchema>;
export type ExportConnection = v.InferOutput<typeof ExportConnectionSchema>;
export type DfineryConnection = v.InferOutput<typeof DfineryConnectionSchema>;
export type TrialConnection = v.InferOutput<typeof TrialConnectionSchema>;

/** One shop bound to one Dfinery service, as the receiver sees it, with its id. */
export type ShopConnection = Omit<v.InferOutput<typeof ShopConnectionSchema>, 'shop'> & {
  readonly id: string;
  readonly shop: string;
};

/** The part of a connection that decides how an order is read and mapped. */
export type MappingSettings = Omit<ShopConnection, 'id' | 'secrets' | 'dfinery'>;

/** Settings that say whether topics of their kind are taken: only if `send`. */
export type OptIn = 'profiles' | 'carts';

function propertyMap<const Field extends string>(fields: readonly Field[], taken: readonly string[]) {
  const name = v.pipe(
    v.string(),
    v.nonEmpty('a property needs a name'),
    v.check((text) => !taken.includes(text), 'this property is filled by the adapter itself'),
  );
  return v.record(name, v.picklist(fields));
}
