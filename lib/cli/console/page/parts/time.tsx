import { toTime } from '../words/format.ts';

/** A clock time, which never breaks across lines. A dash if there is none. */
export function Time({ at }: { readonly at: string | undefined }) {
  return <time dateTime={at}>{toTime(at)}</time>;
}
