import { type Assumptions, AWS_CALL_MS, DFINERY_CALL_MS } from './assumptions.ts';
import { averageBilled } from './billed-time.ts';
import type { Measured } from './measured.ts';

/** The marker of erasures, what the ledger knows, and both pauses at once; then the claim and the end of it. */
const CALLS = 5;
/** Each of the two calls of Dfinery is allowed by a counter first. */
const DFINERY_CALLS = 2;

/** Average billed milliseconds of one invocation, cold starts included. */
export interface ProfileTimes {
  readonly receiver: number;
  readonly news: number;
  readonly confirmed: number;
}

/** Returns what invocations with a webhook about a customer are billed, as `billedTimes` does those of orders. */
export function profileTimes(
  { durations, memorySize }: Assumptions,
  { profiles, coldStart }: Measured,
): ProfileTimes {
  if (durations !== undefined) {
    const { receiveWebhook, drainEvents } = durations;
    return { receiver: receiveWebhook, news: drainEvents, confirmed: drainEvents };
  }

  const { receiverCpuMs, drainCpuMs } = coldStart;
  const drain = (warm: number, waitMs: number) =>
    averageBilled({ warm, cold: drainCpuMs }, { memorySize, waitMs });
  return {
    receiver: averageBilled(
      { warm: profiles.receiver.cpuMs, cold: receiverCpuMs },
      { memorySize, waitMs: AWS_CALL_MS },
    ),
    news: drain(
      profiles.drainNews.cpuMs,
      CALLS * AWS_CALL_MS + DFINERY_CALLS * (AWS_CALL_MS + DFINERY_CALL_MS),
    ),
    confirmed: drain(profiles.drainConfirmed.cpuMs, CALLS * AWS_CALL_MS),
  };
}
