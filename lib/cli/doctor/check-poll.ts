import type { OperatorAccess } from '../operator-access.ts';
import { toPollStatus } from '../poll/poll-status.ts';
import { polledShops } from '../poll/polled-shops.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** A poll is late after so long; as the alarm on `PollLag`, by default. */
const LATE_SECONDS = 7_200;

/** Checks that a shop is read: it was polled, to the end, and not long ago. */
export async function checkPoll(
  access: Pick<OperatorAccess, 'connections' | 'pollPlaces'>,
  { id }: Pick<ConnectionUnderCheck, 'id'>,
): Promise<CheckResult> {
  const [shop] = await polledShops(access, id);
  if (shop === undefined)
    return {
      state: 'fail',
      found: 'not read: it has no key of the shop’s API',
      advice: `adapter connection put ${id}`,
    };
  const reading = await access.pollPlaces().read(id);
  const {
    outcome,
    lagSeconds = 0,
    failure,
  } = toPollStatus(shop, reading.kind === 'place' ? reading.place : undefined);
  if (outcome !== undefined)
    return { state: 'warn', found: outcome, advice: `adapter poll run --connection ${id}` };
  const found = `read ${Math.round(lagSeconds / 60)} minutes ago`;
  if (failure !== undefined)
    return { state: 'warn', found: `${found}; then ${failure.code}`, advice: 'adapter poll status' };
  return lagSeconds > LATE_SECONDS
    ? { state: 'fail', found, advice: 'adapter poll status' }
    : { state: 'ok', found };
}
