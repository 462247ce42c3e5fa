import { parseExactJson } from '../../model/exact-json.ts';
import type { ParkedDelivery } from './parked-delivery.ts';
import { includesWord, type Person, textSearch } from './text-search.ts';

type Searched = Pick<ParkedDelivery, 'rawBody' | 'reference'> & Partial<Pick<ParkedDelivery, 'headers'>>;

/** Fields in which platforms write the id of a customer. A number elsewhere may be a quantity. */
const CUSTOMER_KEY = /^(customer(_?id)?|member_?(u?id|no)|user_?id|buyer_?id)$/i;
const ORDER_KEY = /^(order_?id|order_?no|payment_intent)$/i;
/** Objects whose `id` is the customer's, or (`ORDER_OBJECT`) the order's. */
const CUSTOMER_OBJECT = /^(customer|member|user|buyer)$/i;
const CUSTOMER_TOPIC = /^customers?(?:_\w+)?[/.]/;
const ORDER_OBJECT = /^(|order|data|object)$/i;

/** In a body that is not JSON a shorter id may be anything. */
const MIN_TEXT_ID = 6;

/**
 * Tells whether a parked delivery mentions a person: by the id of the customer or an order in a field for such ids, or by
 * e-mail address, phone number or named id anywhere, in texts and in JSON inside of texts. A doubtful address or number
 * counts as a mention. Does not throw: a body that is nested too deeply to be read is searched as a text.
 */
export function mentions(parked: Searched, person: Person): boolean {
  if (parked.reference !== undefined && person.orderIds.includes(parked.reference.orderId)) return true;
  const text = Buffer.from(parked.rawBody, 'base64').toString('utf8');
  const body = parse(text);
  if (body === undefined) return plainTextMentions(text, person);
  return bodyMentions(body.value, { key: isOfCustomer(parked) ? 'customer' : '', parent: '' }, person);
}

/** Tells whether the body is a customer, with the customer's id at the root (Shopify, SHOPLINE, WooCommerce). */
function isOfCustomer({ headers = {} }: Searched): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.endsWith('-topic') && CUSTOMER_TOPIC.test(value),
  );
}

/** Where a value is: its key, and the key of the object around it; empty at the root. Entries of a list are where it is. */
interface Place {
  readonly key: string;
  readonly parent: string;
}

/** Looks at every key, text and number. Not recursive, because a body may be nested more deeply than the stack. */
function bodyMentions(body: unknown, root: Place, person: Person): boolean {
  const namesPerson = textSearch(person);
  const keys = new Set<string>();
  const open = [{ value: body, place: root }];
  const isMeant = (value: string | number, place: Place): boolean => {
    const text = String(value);
    if (isCustomerId(place) && idsIn(text).some((id) => person.customerIds.includes(id))) return true;
    if (isOrderId(place) && idsIn(text).some((id) => person.orderIds.includes(id))) return true;
    return namesPerson(text);
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [value, place] of entriesOf(next.value, next.place)) {
      if (!keys.has(place.key) && namesPerson(place.key)) return true;
      keys.add(place.key);
      if (typeof value === 'object' && value !== null) open.push({ value, place });
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      if (isMeant(value, place)) return true;
      const inner = parseInner(value);
      if (inner !== undefined) open.push({ value: inner, place });
    }
  }
  return false;
}

/** Yields what is directly in an object or a list, or the value itself if it is neither. */
function* entriesOf(value: unknown, place: Place): Generator<readonly [unknown, Place]> {
  if (Array.isArray(value)) {
    for (const entry of value) yield [entry, place];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield [entry, { key, parent: place.key }];
  } else yield [value, place];
}

/** Returns the ids in a field for ids: some platforms write several, with commas between them (Cafe24). */
function idsIn(text: string): readonly string[] {
  return text.includes(',') ? text.split(',').map((id) => id.trim()) : [text];
}

function isCustomerId({ key, parent }: Place): boolean {
  return CUSTOMER_KEY.test(key) || (key === 'id' && CUSTOMER_OBJECT.test(parent));
}

function isOrderId({ key, parent }: Place): boolean {
  return ORDER_KEY.test(key) || (key === 'id' && ORDER_OBJECT.test(parent));
}

/** A body that is not JSON is searched as plain text, for long ids without their fields too. */
function plainTextMentions(text: string, person: Person): boolean {
  const ids = [...person.customerIds, ...person.orderIds].filter(({ length }) => length >= MIN_TEXT_ID);
  return textSearch(person)(text) || ids.some((id) => includesWord(text, id));
}

/** Returns the object or list that a text holds as JSON. */
function parseInner(value: string | number): object | undefined {
  if (typeof value !== 'string' || !/^\s{0,9}[[{]/.test(value)) return undefined;
  return parse(value)?.value as object | undefined;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseExactJson(text) };
  } catch {
    return undefined;
  }
}
