import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import { adminRequest } from './admin-request.ts';
import type { DayCursor } from './day-cursor.ts';
import { LooseText } from './fields.ts';
import { FIRST_SHOP } from './shop-entries.ts';

const ShopsSchema = v.object({
  shops: v.array(
    v.object({
      shop_no: v.pipe(v.union([v.number(), v.string()]), v.transform(String)),
      /** `F`: closed. */
      active: LooseText,
    }),
  ),
});

/**
 * Asks which shops a mall has: at most 15, in one answer. The scope is `mall.read_store`.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-shops (version 2026-03-01, read 2026-11-29)
 */
export const otherShopsRequest = adminRequest('shops', { fields: 'shop_no,active' });

/** Returns the place at the open shops beside the first; `undefined` if there are none. @throws {PayloadError} */
export function otherShops(body: unknown, cursor: DayCursor): DayCursor | undefined {
  const shops = parsePayload(ShopsSchema, body)
    .shops.filter(({ shop_no, active }) => shop_no !== FIRST_SHOP && active !== 'F')
    .map(({ shop_no }) => shop_no);
  return shops.length === 0 ? undefined : { ...cursor, shops };
}
