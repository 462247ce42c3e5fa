import * as v from 'valibot';

/** Korean time has no summer time. */
const AHEAD_MS = 9 * 3_600_000;

const LOCAL = /^(\d{4}-\d{2}-\d{2})[ T-](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Reads a time of Shopby as an instant in UTC with milliseconds. Its times have no zone, and no page names one: clients
 * that work with it read and write Korean time, as this does. One that has a zone keeps it.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`YYYY-MM-DD hh:mm:ss`; read 2026-11-29)
 * @see https://github.com/mom-mom/shopby-server-sdk-py/blob/main/shopby_sdk/base/kst.py (commit 7c6ae92, read 2026-11-29)
 */
export const KstTimeSchema = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const [, date = '', minute = '', second = ':00', zone = '+09:00'] = LOCAL.exec(dataset.value) ?? [];
    const milliseconds = Date.parse(`${date}T${minute}${second.slice(0, 7)}${zone}`);
    if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
    addIssue({ message: 'expected a date and time' });
    return NEVER;
  }),
);

/** Returns a time in Korea as requests have it: `2026-11-20 10:00:00`. Milliseconds since 1970. */
export function kstText(time: number): string {
  return new Date(time + AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Returns the day in Korea: `2026-11-20`. Milliseconds since 1970. */
export function kstDay(time: number): string {
  return kstText(time).slice(0, 10);
}
