import * as v from 'valibot';
import { type Issue, PayloadError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { type Cafe24Order, Cafe24OrderSchema, RefundsOnlySchema } from './order-schema.ts';

/** An order, and why each thing that was set aside could not be read. */
export interface ParsedOrder {
  readonly order: Cafe24Order;
  readonly oddFigures: readonly string[];
}

/** What an order can be read without: the part that is set aside, by path, and its reason. */
const OPTIONAL: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^items\.\d+/, 'line'],
  [/^refunds/, 'refund'],
  [/^coupons/, 'coupon'],
  [/^(?:buyer|member_id|member_email)/, 'buyer'],
  [/^actual_order_amount/, 'amounts-now'],
  // The total is made of the others.
  [/^initial_order_amount\.(?!order_price|payment_amount|points_spent|credits_spent)\w+/, 'figure'],
  [/^(?:commission|admin_additional_amount|eu_customs_fee|international_shipping_insurance)/, 'figure'],
  [/^additional_(?:shipping|handling)_fee/, 'figure'],
  [/^(?:payment_method|order_place_id|include_tax)/, 'field'],
];

/**
 * Reads an order without its odd parts, if it can do without them. It cannot do without its last line.
 * @throws {PayloadError} something that the mapping needs is missing or wrong. Lists every path at once.
 */
export function parseOrder(body: unknown): ParsedOrder {
  return parseWith(Cafe24OrderSchema, body);
}

/** Reads an order for its refunds alone. @throws {PayloadError} what a refund needs is missing or wrong. */
export function parseRefundsOnly(body: unknown): ParsedOrder {
  return parseWith(RefundsOnlySchema, body);
}

type OrderSchema = typeof Cafe24OrderSchema | typeof RefundsOnlySchema;

function parseWith(schema: OrderSchema, body: unknown): ParsedOrder {
  const first = v.safeParse(schema, body);
  if (first.success) return { order: first.output, oddFigures: [] };
  const issues = toIssues(first.issues);
  const odd = new Map(issues.flatMap(oddPart));
  const rest = v.safeParse(schema, without(body, [...odd.keys()]));
  // An order of odd lines alone is another kind of order, or another version of the API.
  const lacksLines = [...odd.values()].includes('line') && rest.success && rest.output.items.length === 0;
  if (!rest.success || lacksLines) throw new PayloadError(issues);
  return { order: rest.output, oddFigures: [...odd.values()] };
}

/** Returns the path of the part to set aside and its reason, once; nothing if the order needs it. */
function oddPart({ path }: Issue): (readonly [path: string, reason: string])[] {
  const found = OPTIONAL.map(([pattern, reason]) => [pattern.exec(path)?.[0], reason] as const);
  return found.flatMap(([part, reason]) => (part === undefined ? [] : [[part, reason] as const])).slice(0, 1);
}

/** Returns a copy of the body without some parts. A line is taken out of its list. */
function without(body: unknown, parts: readonly string[]): unknown {
  return parts.reduceRight((rest, part) => withoutPart(rest, part.split('.')), body);
}

function withoutPart(value: unknown, [key = '', ...inner]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.filter((_, index) => String(index) !== key);
  if (!v.is(v.record(v.string(), v.unknown()), value)) return value;
  const { [key]: part, ...others } = value;
  return inner.length === 0 ? others : { ...others, [key]: withoutPart(part, inner) };
}
