import * as v from 'valibot';

/** The origin of a mall's webhook. */
export const shopEntries = {
  mall_id: v.string(),
  /** A mall may have several shops. Shop 1 is the first, and the default. */
  event_shop_no: v.pipe(
    v.nullish(v.union([v.string(), v.number()]), '1'),
    v.transform(String),
    v.regex(/^[1-9]\d{0,3}$/, 'expected the number of a shop'),
  ),
};
