import * as v from 'valibot';

/** Where a webhook of a mall is from. */
export const shopEntries = {
  mall_id: v.string(),
  /** A mall may hold several shops; 1 is the first, and the one meant where none is named. */
  event_shop_no: v.pipe(
    v.nullish(v.union([v.string(), v.number()]), '1'),
    v.transform(String),
    v.regex(/^[1-9]\d{0,3}$/, 'expected the number of a shop'),
  ),
};
