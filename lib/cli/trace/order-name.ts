import { parseExactJson } from '../../model/exact-json.ts';
import { orderIdIn } from '../../translate/order-id-in.ts';
import type { Elsewhere } from './find-elsewhere.ts';

/** Ids of Shopify have ten digits and more for years; the number in an order's name is far shorter. */
const SHORT_NUMBER = /^\d{1,8}$/;

/** Says whether what a person typed looks like the name that a shop shows, such as `#1042`, and not like an id. Pure. */
export function looksLikeName(source: string, typed: string): boolean {
  return typed.startsWith('#') || (source === 'shopify' && SHORT_NUMBER.test(typed));
}

/**
 * Returns the id of the order that a name belongs to, if a parked delivery or a dead letter knows it. The ledger and the log know no
 * names. Pure.
 */
export function idOfName({ parked, letters }: Elsewhere, typed: string): string | undefined {
  const number = typed.replace(/^#/, '');
  const names = new Set([number, `#${number}`]);
  for (const { delivery } of parked) {
    const body = parse(Buffer.from(delivery.rawBody, 'base64').toString('utf8'));
    if (namesOf(body).some((name) => names.has(name))) return delivery.reference?.orderId ?? orderIdIn(body);
  }
  // As a whole text of the event: a property of the connection may hold the name.
  const isNamed = letters.find(({ letter }) => letter.body.includes(JSON.stringify(`#${number}`)));
  return isNamed?.letter.message?.orderId?.split('/')[0];
}

function namesOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return ['name', 'order_number', 'number'].flatMap((key) => {
    const value: unknown = Reflect.get(body, key);
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
}

function parse(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
