import * as v from 'valibot';

/**
 * One order number, such as `20170710-0000013`. Never a list of them, and nothing that could change a path.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (version 2026-03-01, read 2026-11-24)
 */
export const OrderIdSchema = v.pipe(
  v.string(),
  v.regex(/^\d{8}-\d{7}$/, 'expected one order number of Cafe24'),
);

/** Several order numbers separated by commas, as in bulk events, without duplicates. There may be spaces between them. */
export const OrderIdsSchema = v.pipe(
  v.string(),
  v.transform((text) => [...new Set(text.split(',').map((id) => id.trim()))]),
  v.array(OrderIdSchema),
);
