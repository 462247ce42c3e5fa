import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import type { BareOrderReading } from '../source.ts';
import { isEnvelope } from './envelope.ts';
import { OrderSchema, type OrderState, OrderStateSchema } from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/**
 * Reads an order of the published schema, in the `data` of a webhook or bare. Its own state decides, so all topics are
 * read the same way. Test orders and orders that do not count yet are ignored before the rest is read. An unreadable
 * state is an error like any other: a misspelt status must not pass for unpaid.
 * @throws {PayloadError} the order does not match the schema. Lists every path at once.
 */
export function readOrder(body: unknown, settings: MappingSettings): BareOrderReading {
  const state = parse(OrderStateSchema, body);
  // The whole order is read for its issues if the state has some.
  const stage = state.success ? readState(state.output, settings) : 'paid';
  if (stage === 'test-order' || stage === 'unpaid') return { kind: 'ignored', reason: stage };

  const read = parse(OrderSchema, body);
  if (!read.success) throw new PayloadError(toIssues(read.issues));
  return { kind: 'order', order: toOrder(read.output, { stage, shop: settings.shop }) };
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
): 'test-order' | ReturnType<typeof stageOf> {
  if (state.test === true && testOrders === 'ignore') return 'test-order';
  return stageOf(state, purchaseOn);
}
