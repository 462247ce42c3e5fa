import { UnavailableError } from '../../model/errors.ts';
import type { LastAnswer } from '../../stores/ledger/last-answers.ts';
import { connectionLane, type PauseReason } from '../../stores/ledger/service-pauses.ts';
import { describePause } from '../describe-pause.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { type PausedLane, readPausedLanes } from '../read-paused-lanes.ts';
import { toClock } from '../to-clock.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Checks whether Dfinery takes what a connection sends: what is paused, and what it answered last. */
export async function checkStanding(
  access: Pick<OperatorAccess, 'pauses' | 'lastAnswers'>,
  { id: connection, dfinery: { serviceId } }: Pick<ConnectionUnderCheck, 'id' | 'dfinery'>,
): Promise<CheckResult> {
  const at = { connection, serviceId };
  try {
    const [pauses, answers] = await Promise.all([
      readPausedLanes(access, [at]),
      access.lastAnswers().read([at]),
    ]);
    return judgeStanding(pauses, answers.get(connectionLane(at)), { connection, now: Date.now() });
  } catch (error) {
    // Its own check has said so.
    if (error instanceof UnavailableError)
      return { state: 'warn', found: 'unknown: the ledger does not answer' };
    throw error;
  }
}

/** What `judgeStanding` reads of a pause. */
export type StandingPause = Pick<PausedLane, 'lane' | 'call' | 'pause'>;

/** Judges what holds a connection back. Pure. */
export function judgeStanding(
  pauses: readonly StandingPause[],
  lastAnswer: LastAnswer | undefined,
  { connection, now }: { readonly connection: string; readonly now: number },
): CheckResult {
  const { acceptedAt, refusedAt, code, because } = lastAnswer ?? {};
  const [first] = [...pauses].sort((a, b) => b.pause.until - a.pause.until);
  if (first !== undefined) {
    const { lane, call, pause } = first;
    const what = call === undefined ? lane : `${lane}, for ${call}`;
    const isNow = pause.until > now;
    const words = describePause(pause, { code: because === pause.reason ? code : undefined, now });
    const advice = adviceFor[pause.reason](connection);
    // A pause that is over stays until something is accepted.
    if (isNow) return { state: 'fail', found: `the ${what} is paused ${words}`, advice };
    return { state: 'warn', found: `the ${what} was paused ${words}; nothing was accepted since`, advice };
  }
  const accepted = acceptedAt === undefined ? 'nothing yet' : `last ${toClock(acceptedAt, now)}`;
  if (refusedAt !== undefined && refusedAt > (acceptedAt ?? 0)) {
    const found = `${because ?? 'refused'} ${toClock(refusedAt, now)} (${code ?? ''}); accepted: ${accepted}`;
    return { state: 'warn', found, advice: 'adapter dead-letters list' };
  }
  return { state: 'ok', found: `nothing is paused; accepted: ${accepted}` };
}

const adviceFor: Readonly<Record<PauseReason, (connection: string) => string>> = {
  refused: (connection) =>
    `Register what adapter names --connection ${connection} lists. Nothing dies for 72 hours; see the runbook: Everything of a connection is refused.`,
  misconfigured: (connection) => `adapter connection check ${connection}`,
  throttled: () =>
    'Nothing: it goes on when the quota is reset. If it never is enough, ask Dfinery for more.',
  unavailable: () => 'Nothing: it goes on when Dfinery answers. Check its status if it lasts.',
};
