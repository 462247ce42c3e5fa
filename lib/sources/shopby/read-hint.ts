import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReference } from '../shop-api.ts';
import type { OrderReading } from '../source.ts';
import { LooseText, OrderNoSchema } from './fields.ts';
import { isPaidState } from './stage-of.ts';

const FieldsSchema = v.looseObject({});

/** A webhook of a change has the number at its root, one of a new order in `order`. */
const HintSchema = v.pipe(
  FieldsSchema,
  v.transform((hint) => ({ ...(v.is(FieldsSchema, hint['order']) ? hint['order'] : {}), ...hint })),
  v.object({ orderNo: OrderNoSchema, payYmdt: LooseText, orderStatusType: LooseText }),
  v.transform(({ orderNo, payYmdt, orderStatusType }) => ({
    orderNo,
    isPaid: payYmdt !== undefined || isPaidState(orderStatusType),
  })),
);

/** Each is a call of the API. Who saw the address could have it called for ever; the lists name what changed, too. */
const MAX_ORDERS = 500;

const HintsSchema = v.pipe(
  v.unknown(),
  v.transform((body) => [body].flat()),
  v.pipe(v.array(HintSchema), v.minLength(1, 'expected an order')),
  v.check((hints) => ordersOf(hints).size <= MAX_ORDERS, `expected at most ${MAX_ORDERS} orders`),
);

function ordersOf(hints: readonly { readonly orderNo: string }[]): Set<string> {
  return new Set(hints.map(({ orderNo }) => orderNo));
}

const UNPAID = 'F';

/**
 * Reads a webhook as the orders that it names, each once: it has an entry for each option of an order that changed. Nothing
 * else of it counts, because anyone who saw the address could have written it.
 * @throws {PayloadError} it names no order, or more than 500.
 */
export function readHint(body: unknown): OrderReading {
  const hints = parsePayload(HintsSchema, body);
  const paid = new Set(hints.filter(({ isPaid }) => isPaid).map(({ orderNo }) => orderNo));
  const references = [...ordersOf(hints)].map((orderId) => ({
    orderId,
    parameters: paid.has(orderId) ? {} : { paid: UNPAID },
  }));
  return { kind: 'references', references };
}

/** True if the webhook did not call the order paid, so that the API is not behind it if it does not either. */
export function isUnpaidHint({ parameters }: OrderReference): boolean {
  return parameters['paid'] === UNPAID;
}
