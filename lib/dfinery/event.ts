import * as v from 'valibot';

/**
 * The part of the Import API's format that this adapter sends.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */

/** Events per request, at most. Above this Dfinery answers 40402. */
export const MAX_EVENTS_PER_REQUEST = 100;

/**
 * Event items per request, at most, summed over its events. The SDK guide says per
 * event; the API guide says per request, twice. The stricter reading satisfies both.
 */
export const MAX_ITEMS_PER_REQUEST = 100;

const Text = v.pipe(v.string(), v.nonEmpty());
const FiniteNumber = v.pipe(v.number(), v.finite());

/** The customer. At least one of the five is present; all events of a request share one identity. */
export const IdentitySchema = v.pipe(
  v.strictObject({
    external_id: v.optional(Text),
    email: v.optional(Text),
    phone_no: v.optional(Text),
    kakao_user_id: v.optional(Text),
    line_user_id: v.optional(Text),
  }),
  v.check((identity) => Object.keys(identity).length > 0, 'needs at least one identifier'),
);

/** String, Long, Double, Boolean and arrays of the first three. No nested objects. */
const PropertySchema = v.union([v.string(), FiniteNumber, v.boolean(), v.array(v.string())]);

const ItemSchema = v.objectWithRest(
  {
    df_item_id: Text,
    df_item_name: v.string(),
    df_price: FiniteNumber,
    df_quantity: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    df_discount: FiniteNumber,
  },
  PropertySchema,
);

const eventEntries = {
  event_log_id: v.pipe(v.string(), v.uuid()),
  event_datetime: v.pipe(v.string(), v.isoTimestamp()),
};
const ItemsSchema = v.pipe(v.array(ItemSchema), v.minLength(1), v.maxLength(MAX_ITEMS_PER_REQUEST));

export const PurchaseEventSchema = v.strictObject({
  ...eventEntries,
  event_name: v.literal('df_purchase'),
  event_items: ItemsSchema,
  event_properties: v.objectWithRest(
    {
      df_order_id: Text,
      df_total_purchase_amount: FiniteNumber,
      df_delivery_charge: FiniteNumber,
      df_payment_method: Text,
    },
    PropertySchema,
  ),
});

/** Has no order id: `df_order_id` is not a standard property of a refund. */
export const RefundEventSchema = v.strictObject({
  ...eventEntries,
  event_name: v.literal('df_refund'),
  event_items: ItemsSchema,
  event_properties: v.objectWithRest({ df_total_refund_amount: FiniteNumber }, PropertySchema),
});

export const SignUpEventSchema = v.strictObject({
  ...eventEntries,
  event_name: v.literal('df_sign_up'),
  event_properties: v.strictObject({ df_sign_channel: Text }),
});

/** Says that a checkout has a buyer. The standard event has no room for its contents. */
export const PaymentInfoEventSchema = v.strictObject({
  ...eventEntries,
  event_name: v.literal('df_add_payment_info'),
});

export const CartEventSchema = v.strictObject({
  ...eventEntries,
  event_name: v.literal('df_add_to_cart'),
  event_items: ItemsSchema,
});

/** User properties by their registered names. */
export const UserPropertiesSchema = v.record(Text, PropertySchema);

export type PaymentInfoEvent = v.InferOutput<typeof PaymentInfoEventSchema>;
export type CartEvent = v.InferOutput<typeof CartEventSchema>;
export type SignUpEvent = v.InferOutput<typeof SignUpEventSchema>;
export type Identity = v.InferOutput<typeof IdentitySchema>;
export type PurchaseEvent = v.InferOutput<typeof PurchaseEventSchema>;
export type RefundEvent = v.InferOutput<typeof RefundEventSchema>;
export type EventItem = v.InferOutput<typeof ItemSchema>;
export type PropertyValue = v.InferOutput<typeof PropertySchema>;

interface EventByKind {
  readonly purchase: PurchaseEvent;
  readonly refund: RefundEvent;
  readonly 'sign-up': SignUpEvent;
  readonly 'payment-info': PaymentInfoEvent;
  readonly cart: CartEvent;
}

/** The subject of an event. Part of its id and of its message. */
export type EventKind = keyof EventByKind;

/** An event that is never cut into parts, with its customer and its key. Of each kind on its own. */
export type WholeEvent = {
  readonly [Kind in Exclude<EventKind, 'purchase' | 'refund'>]: {
    readonly kind: Kind;
    readonly subjectKey: string;
    readonly identity: Identity;
    readonly event: EventByKind[Kind];
  };
}[Exclude<EventKind, 'purchase' | 'refund'>];

/** How many identifiers of a customer were present but left out, by metric. Excluded ones do not count. */
export type Unusable = Readonly<Record<'UnusableEmail' | 'UnusablePhone', number>>;

/** What a happening becomes: one event, or nothing. */
export type EventReading =
  | { readonly kind: 'event'; readonly whole: WholeEvent; readonly unusable: Unusable }
  | { readonly kind: 'ignored'; readonly reason: 'no-identity' };

/** Returns the items of an event that count towards the limit of a request. */
export function itemsOf(event: EventByKind[EventKind]): readonly EventItem[] {
  switch (event.event_name) {
    case 'df_sign_up':
    case 'df_add_payment_info':
      return [];
    case 'df_purchase':
    case 'df_refund':
    case 'df_add_to_cart':
      return event.event_items;
  }
}
