import * as v from 'valibot';

/** The number of a mall's first shop. Every mall has it. */
export const FIRST_SHOP = '1';

/** The origin of a mall's webhook. */
export const shopEntries = {
  mall_id: v.string(),
  /** A mall may have several shops. Shop 1 is the first, and the default. */
  event_shop_no: v.pipe(
    v.nullish(v.union([v.string(), v.number()]), FIRST_SHOP),
    v.transform(String),
    v.regex(/^[1-9]\d{0,3}$/, 'expected the number of a shop'),
  ),
};
