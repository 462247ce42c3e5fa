import type {
  EventField,
  ItemField,
  ProfileField,
  RefundField,
  ShopConnection,
} from '../model/connection.ts';
import { eventsToRegister } from '../sources/events-to-register.ts';

/** The types of properties, as Dfinery's console calls them. */
export type PropertyType = 'String' | 'Double' | 'Long' | 'Boolean' | 'List of String';

/** A property that a connection sends. It has to be registered in the Dfinery console, and linked to its event. */
export interface SentName {
  readonly name: string;
  readonly type: PropertyType;
  readonly scope: { readonly kind: 'event' | 'item'; readonly event: string } | { readonly kind: 'user' };
  /** False if it is left out where the shop does not give it. */
  readonly isAlwaysSent: boolean;
}

type Row = readonly [PropertyType, 'always' | 'sometimes'];

const standardByEvent: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  df_purchase: {
    df_order_id: ['String', 'always'],
    df_total_purchase_amount: ['Double', 'always'],
    df_delivery_charge: ['Double', 'always'],
    df_payment_method: ['String', 'always'],
  },
  df_refund: { df_total_refund_amount: ['Double', 'always'] },
  df_sign_up: { df_sign_channel: ['String', 'always'] },
};

const standardOfItem: Readonly<Record<string, Row>> = {
  df_item_id: ['String', 'always'],
  df_item_name: ['String', 'always'],
  df_price: ['Double', 'always'],
  df_quantity: ['Long', 'always'],
  df_discount: ['Double', 'always'],
};

const categories: Readonly<Record<string, Row>> = {
  df_category1: ['String', 'sometimes'],
  df_category2: ['String', 'sometimes'],
  df_category3: ['String', 'sometimes'],
  df_category4: ['String', 'sometimes'],
  df_category5: ['String', 'sometimes'],
};

/** Orders of the other sources name no categories. */
const SOURCES_WITH_CATEGORIES: ReadonlySet<string> = new Set(['standard-webhooks']);

const standardOfUser: Readonly<Record<string, Row>> = {
  df_name: ['String', 'sometimes'],
  df_gender: ['String', 'sometimes'],
  df_birth: ['String', 'sometimes'],
  df_membership: ['String', 'sometimes'],
  df_sms_ads_optin: ['Boolean', 'sometimes'],
};

const eventFields = {
  currency: ['String', 'always'],
  orderName: ['String', 'sometimes'],
  orderDiscount: ['Double', 'sometimes'],
  totalDiscount: ['Double', 'sometimes'],
  tax: ['Double', 'sometimes'],
  fees: ['Double', 'sometimes'],
  couponCodes: ['List of String', 'always'],
  paidWithCredit: ['Double', 'sometimes'],
  sourceName: ['String', 'sometimes'],
} as const satisfies Record<EventField, Row>;

const refundFields = {
  orderId: ['String', 'always'],
  orderName: ['String', 'sometimes'],
  refundId: ['String', 'always'],
  refundKind: ['String', 'always'],
  currency: ['String', 'always'],
} as const satisfies Record<RefundField, Row>;

const itemFields = {
  sku: ['String', 'sometimes'],
  variantId: ['String', 'sometimes'],
  variantTitle: ['String', 'sometimes'],
  vendor: ['String', 'sometimes'],
} as const satisfies Record<ItemField, Row>;

const profileFields = {
  emailConsent: ['Boolean', 'sometimes'],
  firstName: ['String', 'sometimes'],
  lastName: ['String', 'sometimes'],
} as const satisfies Record<ProfileField, Row>;

const EVENTS_WITH_ITEMS: ReadonlySet<string> = new Set(['df_purchase', 'df_refund', 'df_add_to_cart']);

/**
 * Returns every property that a connection sends, with its type and its event. Dfinery may drop an event without a word if
 * it has a property that is not registered, or lacks one that is linked to it.
 * @see https://docs.dfinery.ai/developer-guide/en/undefined-1/web/event (read 2026-11-29)
 */
export function sentNames(connection: ShopConnection): SentName[] {
  const { eventProperties, refundProperties = {}, itemProperties, profileProperties = {} } = connection;
  const extraByEvent: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
    df_purchase: named(eventProperties, eventFields),
    df_refund: named(refundProperties, refundFields),
  };
  // What stands in for the lines of a refund has no further properties.
  const ofSource = SOURCES_WITH_CATEGORIES.has(connection.source) ? categories : {};
  const items = { ...standardOfItem, ...ofSource, ...named(itemProperties, itemFields) };
  const ofEvents = eventsToRegister(connection).flatMap((event) => [
    ...toNames({ ...standardByEvent[event], ...extraByEvent[event] }, { kind: 'event', event }),
    ...(EVENTS_WITH_ITEMS.has(event) ? toNames(items, { kind: 'item', event }) : []),
  ]);
  if (connection.profiles !== 'send') return ofEvents;
  const ofUsers = { ...standardOfUser, ...named(profileProperties, profileFields) };
  return [...ofEvents, ...toNames(ofUsers, { kind: 'user' })];
}

/** Returns the name of the column that Dfinery's export has for a property of an event. */
export function columnOf({ name, scope }: SentName): string {
  return scope.kind === 'item' ? `df_items_${name}` : name;
}

function named<Field extends string>(
  properties: Readonly<Record<string, Field>>,
  rows: Readonly<Record<Field, Row>>,
): Record<string, Row> {
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, rows[field]]));
}

function toNames(rows: Readonly<Record<string, Row>>, scope: SentName['scope']): SentName[] {
  return Object.entries(rows).map(([name, [type, sent]]) => ({
    name,
    type,
    scope,
    isAlwaysSent: sent === 'always',
  }));
}
