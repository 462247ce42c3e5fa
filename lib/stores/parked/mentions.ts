import type { ParkedDelivery } from './parked-delivery.ts';

type Searched = Pick<ParkedDelivery, 'rawBody' | 'reference'> & Partial<Pick<ParkedDelivery, 'headers'>>;

/** A person, as the platform knows them. */
export interface Person {
  readonly customerIds: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly orderIds: readonly string[];
}

/** Fields in which platforms write the id of a customer. A number elsewhere may be a quantity. */
const CUSTOMER_KEY = /^(customer_?id|member_?id|user_?id|buyer_?id)$/i;
const ORDER_KEY = /^(order_?id|order_?no)$/i;
/** Objects whose `id` is the customer's, or (`ORDER_OBJECT`) the order's. */
const CUSTOMER_OBJECT = /^(customer|member|user|buyer)$/i;
const CUSTOMER_TOPIC = /^customers?[/.]/;
const ORDER_OBJECT = /^(|order|data)$/i;

/** A number with fewer digits may be anything. */
const MIN_PHONE_DIGITS = 7;
/** The last digits of a phone number are the same with and without the country code. */
const COMPARED_PHONE_DIGITS = 8;
/** In a body that is not JSON a shorter id may be anything. */
const MIN_TEXT_ID = 6;

/**
 * Tells whether a parked delivery mentions a person: by the id of the customer or an order in a field for such ids, or by
 * an e-mail address or a phone number anywhere. A doubtful address or number counts as a mention.
 */
export function mentions(parked: Searched, person: Person): boolean {
  if (parked.reference !== undefined && person.orderIds.includes(parked.reference.orderId)) return true;
  const text = Buffer.from(parked.rawBody, 'base64').toString('utf8');
  const body = parse(text);
  if (body === undefined) return textMentions(text, person);
  const key = isOfCustomer(parked) ? 'customer' : '';
  return bodyMentions(body.value, person, key);
}

/** Tells whether the body is a customer, with the customer's id at the root (Shopify, WooCommerce). */
function isOfCustomer({ headers = {} }: Searched): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.endsWith('-topic') && CUSTOMER_TOPIC.test(value),
  );
}

interface Leaf {
  readonly key: string;
  /** The key of the object that contains it; empty at the root. */
  readonly parent: string;
  /** Numbers as written in the body. */
  readonly text: string;
}

function bodyMentions(body: unknown, person: Person, root: string): boolean {
  const emails = new Set(person.emails.map(normalise));
  const phones = new Set(person.phones.map(lastDigits).filter((digits) => digits !== ''));
  return leavesOf(body, { key: root, parent: '' }).some(({ key, parent, text }) => {
    if (isCustomerId({ key, parent }) && person.customerIds.includes(text)) return true;
    if (isOrderId({ key, parent }) && person.orderIds.includes(text)) return true;
    return emails.has(normalise(text)) || phones.has(lastDigits(text));
  });
}

function isCustomerId({ key, parent }: Pick<Leaf, 'key' | 'parent'>): boolean {
  return CUSTOMER_KEY.test(key) || (key === 'id' && CUSTOMER_OBJECT.test(parent));
}

function isOrderId({ key, parent }: Pick<Leaf, 'key' | 'parent'>): boolean {
  return ORDER_KEY.test(key) || (key === 'id' && ORDER_OBJECT.test(parent));
}

/** A body that is not JSON is searched as plain text. */
function textMentions(text: string, person: Person): boolean {
  const lower = text.toLowerCase();
  const digits = text.replace(/\D/g, '');
  const ids = [...person.customerIds, ...person.orderIds].filter(({ length }) => length >= MIN_TEXT_ID);
  return (
    person.emails.some((email) => lower.includes(normalise(email))) ||
    ids.some((id) => text.includes(id)) ||
    person.phones.map(lastDigits).some((phone) => phone !== '' && digits.includes(phone))
  );
}

/** Returns every text and number of a body. Depth is bounded by the parser. */
function leavesOf(value: unknown, place: { readonly key: string; readonly parent: string }): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ ...place, text: String(value) }];
  if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(entry, place));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => leavesOf(entry, { key, parent: place.key }));
}

function normalise(text: string): string {
  return text.trim().toLowerCase();
}

/** Returns the digits of a phone number to compare, or an empty text if it is not a phone number. */
function lastDigits(text: string): string {
  if (!/^[\d\s()+./-]+$/.test(text.trim())) return '';
  const digits = text.replace(/\D/g, '');
  return digits.length < MIN_PHONE_DIGITS ? '' : digits.slice(-COMPARED_PHONE_DIGITS);
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: keepDigits(text) };
  } catch {
    return undefined;
  }
}

/** Numbers become their own digits, so ids beyond 2^53 stay exact and 1.0 is not 1. */
function keepDigits(text: string): unknown {
  const revive = (_: string, value: unknown, { source }: { source?: string }): unknown =>
    typeof value === 'number' ? (source ?? value) : value;
  // TypeScript's lib does not know the third argument of a reviver yet.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}
