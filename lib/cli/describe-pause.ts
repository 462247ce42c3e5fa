import { policies } from '../drain/event-fate.ts';
import type { PauseReason, ServicePause } from '../stores/ledger/service-pauses.ts';
import { toClock } from './to-clock.ts';

/** What a pause is about, for a person. */
export const pauseReasons = {
  refused: 'Dfinery refuses it',
  throttled: 'Dfinery’s quota is used up',
  unavailable: 'Dfinery is unavailable',
  misconfigured: 'service id or token are wrong',
} as const satisfies Record<PauseReason, string>;

/** Returns when the next probe may leave, in milliseconds since 1970; not before `now`. Pure. */
export function nextProbeAt({ until, probedAt, reason }: ServicePause, now: number): number {
  return Math.max(now, Math.min(until, probedAt + policies[reason].probeEveryMs));
}

/** Returns `since 15:10: Dfinery refuses it (40001), next probe by 15:52`. Without a code the brackets are left out. Pure. */
export function describePause(
  pause: ServicePause,
  { code, now }: { readonly code?: string | undefined; readonly now: number },
): string {
  const { since, reason } = pause;
  const began = since === undefined ? '' : `since ${toClock(since, now)}: `;
  const answered = code === undefined ? '' : ` (${code})`;
  return `${began}${pauseReasons[reason]}${answered}, next probe by ${toClock(nextProbeAt(pause, now), now)}`;
}
