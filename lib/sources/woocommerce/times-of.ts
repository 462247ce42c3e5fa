import { PayloadError } from '../../model/errors.ts';
import type { WooCommerceOrder } from './schema.ts';

export interface Times {
  readonly placedAt: string;
  /** Absent if the order does not say. */
  readonly changedAt: string | undefined;
}

type Dates = Pick<
  WooCommerceOrder,
  'date_created_gmt' | 'date_created' | 'date_modified_gmt' | 'date_modified' | 'date_paid_gmt' | 'date_paid'
>;

/**
 * Returns the times of an order: UTC, milliseconds. WooCommerce Deposits dates an instalment by the day it is due, which
 * may be months ahead. So an order counts as placed no later than it was paid or last changed. Pure.
 * @throws {PayloadError} the order does not say when it was made.
 */
export function timesOf(dates: Dates): Times {
  // Version 1 lacks this field and gives UTC in the others.
  const isFirstVersion = dates.date_created_gmt === undefined;
  const made = isFirstVersion ? dates.date_created : dates.date_created_gmt;
  if (made == null) throw new PayloadError([{ path: 'date_created_gmt', message: 'missing' }]);

  const paid = (isFirstVersion ? dates.date_paid : dates.date_paid_gmt).value;
  const changed = (isFirstVersion ? dates.date_modified : dates.date_modified_gmt).value;
  const placedAt = [made, paid, changed].reduce<string>(
    (first, time) => (time !== undefined && time < first ? time : first),
    made,
  );
  return { placedAt, changedAt: changed };
}
