import type { Headers } from './scheme.ts';

/** Returns the time that a delivery has in its headers, as it is written: seconds since 1970. `undefined` if there is none. */
export function ownTimeOf(headers: Headers, names: readonly string[]): string | undefined {
  const times = names.flatMap((name) => /^\d+$|(?<=(?:^|[,\s])t=)\d+/.exec(headers[name] ?? '')?.[0] ?? []);
  return times[0];
}
