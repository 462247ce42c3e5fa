import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import type { BareOrderReading } from '../source.ts';
import { isEnvelope } from './envelope.ts';
import { purchaseState } from './purchase-state.ts';
import { OrderSchema, type OrderState, OrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';

/**
 * Reads an order of the published schema, in the `data` of a webhook or bare. Its own state decides, so all topics are
 * read the same way. Test orders and orders that are not a purchase yet are ignored before the rest is read. An unreadable
 * state is an error like any other: a misspelt status must not pass for unpaid.
 * @throws {PayloadError} the order does not match the schema. Lists every path at once.
 */
export function readOrder(body: unknown, settings: MappingSettings): BareOrderReading {
  const state = parse(OrderStateSchema, body);
  const reading = state.success ? readState(state.output, settings) : 'purchase';
  if (reading === 'test-order' || reading === 'unpaid') return { kind: 'ignored', reason: reading };

  const read = parse(OrderSchema, body);
  if (!read.success) throw new PayloadError(toIssues(read.issues));
  const order = toOrder(read.output, settings.shop);
  const { cancelled_at } = read.output;
  const isCalledOff = reading === 'called-off' && cancelled_at != null;
  if (!isCalledOff) return { kind: 'order', order };
  const changedAt = new Date(cancelled_at).toISOString();
  return { kind: 'order', order: { ...order, stage: 'closed', changedAt } };
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): v.SafeParseResult<v.GenericSchema<unknown, v.InferOutput<Schema>>> {
  if (!isEnvelope(body)) return v.safeParse(schema, body);
  const envelope = v.pipe(
    v.object({ data: schema }),
    v.transform(({ data }) => data),
  );
  return v.safeParse(envelope, body);
}

function readState(
  state: OrderState,
  { testOrders, purchaseOn }: MappingSettings,
): 'test-order' | ReturnType<typeof purchaseState> {
  if (state.test === true && testOrders === 'ignore') return 'test-order';
  return purchaseState(state, purchaseOn);
}
