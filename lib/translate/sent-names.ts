import type {
  EventField,
  ItemField,
  ProfileField,
  RefundField,
  ShopConnection,
} from '../model/connection.ts';
import { eventsToRegister } from '../sources/events-to-register.ts';
import type { Source } from '../sources/source.ts';

/** What a source says of what it sends. */
type Sending = Pick<Source, 'topics' | 'neverGives'>;

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
  orderDiscount: ['Double', 'always'],
  totalDiscount: ['Double', 'always'],
  tax: ['Double', 'always'],
  fees: ['Double', 'always'],
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
 * it has a property that is not registered, or lacks one that is linked to it. What the source never gives is left out.
 * @see https://docs.dfinery.ai/developer-guide/en/undefined-1/web/event (read 2026-11-29)
 */
export function sentNames(source: Sending, connection: ShopConnection): SentName[] {
  return candidates(source, connection)
    .filter(({ isGiven }) => isGiven)
    .map(({ sent }) => sent);
}

/** Returns the properties that a connection asks for and its source never gives. None of them may be linked. */
export function namesNeverSent(source: Sending, connection: ShopConnection): SentName[] {
  return candidates(source, connection)
    .filter(({ isGiven, isAskedFor }) => isAskedFor && !isGiven)
    .map(({ sent }) => sent);
}

/** Returns the name of the column that Dfinery's export has for a property of an event. */
export function columnOf({ name, scope }: SentName): string {
  return scope.kind === 'item' ? `df_items_${name}` : name;
}

interface Candidate {
  readonly sent: SentName;
  /** False for a standard property. */
  readonly isAskedFor: boolean;
  readonly isGiven: boolean;
}

function candidates(source: Sending, connection: ShopConnection): Candidate[] {
  const { eventProperties, refundProperties = {}, itemProperties, profileProperties = {} } = connection;
  const events = eventsToRegister(source, connection);
  const extraByEvent: Readonly<Record<string, readonly Property[]>> = {
    df_purchase: asked(eventProperties, eventFields),
    df_refund: asked(refundProperties, refundFields),
  };
  const items = [...standard({ ...standardOfItem, ...categories }), ...asked(itemProperties, itemFields)];
  const users = [...standard(standardOfUser), ...asked(profileProperties, profileFields)];
  const scoped = [
    ...events.flatMap((event) => [
      ...within({ kind: 'event', event }, [
        ...standard(standardByEvent[event] ?? {}),
        ...(extraByEvent[event] ?? []),
      ]),
      ...(EVENTS_WITH_ITEMS.has(event) ? within({ kind: 'item', event }, items) : []),
    ]),
    // Only a source that tells of customers has sign-ups.
    ...(events.includes('df_sign_up') ? within({ kind: 'user' }, users) : []),
  ];
  return scoped.map(({ scope, name, field, isAskedFor, row: [type, sent] }) => ({
    sent: { name, type, scope, isAlwaysSent: sent === 'always' },
    isAskedFor,
    isGiven: !isNeverGiven(source, field, scope.kind === 'user' ? undefined : scope.event),
  }));
}

/** Whether a source never gives a field or a standard property, or not to this event. */
function isNeverGiven({ neverGives }: Sending, field: string, event: string | undefined): boolean {
  const names: readonly string[] = neverGives;
  return names.includes(field) || (event !== undefined && names.includes(`${event} ${field}`));
}

/** A property, and the field that fills it. A standard property is its own field. */
interface Property {
  readonly name: string;
  readonly field: string;
  readonly isAskedFor: boolean;
  readonly row: Row;
}

function asked<Field extends string>(
  properties: Readonly<Record<string, Field>>,
  rows: Readonly<Record<Field, Row>>,
): Property[] {
  return Object.entries(properties).map(([name, field]) => ({
    name,
    field,
    isAskedFor: true,
    row: rows[field],
  }));
}

function standard(rows: Readonly<Record<string, Row>>): Property[] {
  return Object.entries(rows).map(([name, row]) => ({ name, field: name, isAskedFor: false, row }));
}

/** Of two properties of one name the last is sent. */
function within(scope: SentName['scope'], properties: readonly Property[]) {
  const byName = new Map(properties.map((property) => [property.name, { ...property, scope }]));
  return [...byName.values()];
}
