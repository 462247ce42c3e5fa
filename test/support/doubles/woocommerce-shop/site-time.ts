/** A wall-clock time as MySQL stores and compares it: `2026-03-08T02:30:00`, without a zone. */
export type WallTime = string;

const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const HOUR_MS = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns a time as the site's clock shows it. Milliseconds since 1970. */
export function siteTime(at: number, zone: string): WallTime {
  return formatOf(zone).format(at).replace(' ', 'T');
}

/** A format takes long to make. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  formats.set(zone, format);
  return format;
}

/** Returns a time in UTC. Milliseconds since 1970. */
export function utcTime(at: number): WallTime {
  return new Date(at).toISOString().slice(0, 19);
}

/**
 * Returns what WordPress compares with a column for a time of a query. One with a zone is converted to the site's. One
 * without is taken for the site's, also if the column is UTC; within the hour that summer time leaves out PHP moves it on.
 * @see https://github.com/WordPress/WordPress/blob/master/wp-includes/class-wp-date-query.php (`build_mysql_datetime`, read 2026-11-28)
 */
export function asWordPressReads(text: string, zone: string): WallTime {
  if (ZONE.test(text)) return siteTime(Date.parse(text), zone);
  const wall = text.slice(0, 19);
  return isLeftOut(wall, zone) ? utcTime(Date.parse(`${wall}Z`) + HOUR_MS) : wall;
}

/** True if no moment of the zone shows this time. */
function isLeftOut(wall: WallTime, zone: string): boolean {
  const asUtc = Date.parse(`${wall}Z`);
  const offsets = [-24, 24].map((hours) => offsetAt(asUtc + hours * HOUR_MS, zone));
  return offsets.every((offset) => siteTime(asUtc - offset, zone) !== wall);
}

/** How far the site's clock is ahead of UTC. Milliseconds. */
function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  return Date.parse(`${siteTime(whole, zone)}Z`) - whole;
}
