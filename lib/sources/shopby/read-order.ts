import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { LooseText, looseList, OrderNoSchema } from './fields.ts';
import { ShopbyOrderSchema } from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** Read loosely, so that an order of no interest is ignored even if the rest of it is unreadable. */
const StateSchema = v.object({
  orderNo: OrderNoSchema,
  firstPayYmdt: LooseText,
  orderProducts: looseList(v.object({ orderOptions: looseList(v.object({ orderStatusType: LooseText })) })),
});

/**
 * Reads an order of the server API: its state first, then all of it.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(body: unknown, { purchaseOn, shop }: MappingSettings): BareOrderReading {
  const { firstPayYmdt, orderProducts } = parsePayload(StateSchema, body);
  const options = orderProducts.flatMap(({ orderOptions }) => orderOptions);
  const states = options.flatMap(({ orderStatusType }) => orderStatusType ?? []);
  const stage = stageOf({ firstPayYmdt, states }, purchaseOn);
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parsePayload(ShopbyOrderSchema, body), { stage, shop }) };
}
