import type { ApiVersion } from '../../sources/source.ts';
import type { CheckResult } from './check-result.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Long enough for a new release to be made and deployed. */
const SOON_DAYS = 90;

/** A source that connections use. */
export interface VersionedSource {
  readonly id: string;
  readonly apiVersion?: ApiVersion | undefined;
}

/** Judges whether the versions of the platforms’ APIs last. `now` is in milliseconds since 1970. Pure. */
export function judgeApiVersions(sources: readonly VersionedSource[], now: number): CheckResult {
  const pinned = sources.flatMap(({ id, apiVersion }) =>
    apiVersion === undefined ? [] : [{ id, ...apiVersion, days: daysLeft(apiVersion, now) }],
  );
  if (pinned.length === 0) return { state: 'ok', found: 'none ends' };
  const found = pinned
    .map(
      ({ id, name, supportedUntil, days }) =>
        `${id} ${name} ${days < 0 ? 'ended' : 'until'} ${supportedUntil}`,
    )
    .join(', ');
  if (pinned.every(({ days }) => days > SOON_DAYS)) return { state: 'ok', found };
  const advice =
    'Deploy a release that asks for a later one. After the end a platform answers in a version nobody tried.';
  return { state: 'fail', found, advice };
}

function daysLeft({ supportedUntil }: ApiVersion, now: number): number {
  return Math.floor((Date.parse(supportedUntil) - now) / DAY_MS);
}
