/** The calls of the Import API the stand-in knows, by the last part of their path. */
export const CALLS = ['events', 'identities', 'identities/delete', 'user-profile'] as const;

export type Call = (typeof CALLS)[number];

export const MINUTE_MS = 60_000;

/**
 * Calls a minute, for each service.
 * @see https://docs.dfinery.ai/api-guide/rate-limit (read 2026-11-23)
 */
const DOCUMENTED_LIMITS: Readonly<Record<Call, number>> = {
  events: 1_000_000,
  identities: 10_000,
  // Documented for identities. Whether both calls share it is not documented.
  'identities/delete': 10_000,
  'user-profile': 10_000,
};

export type CallLimits = Partial<Record<Call, number>>;

export interface CallCounts {
  /**
   * Counts a call at a time in milliseconds since 1970. Returns `undefined`, or the time
   * at which a used-up quota starts anew: this call and all others until then fail.
   */
  count(call: Call, serviceId: string, now: number): number | undefined;
  /** Returns the most calls that one service got within any 60 seconds, refused ones included. */
  busiest(call: Call): number;
}

/** Returns counts of calls against a quota that starts anew with each minute of the clock. */
export function createCallCounts(limits: CallLimits = {}): CallCounts {
  /** The times of calls, by call and service. */
  const times = new Map<string, number[]>();
  const inMinutes = new Map<string, number>();

  return {
    count(call, serviceId, now) {
      const key = `${call} ${serviceId}`;
      const seen = times.get(key) ?? [];
      times.set(key, seen);
      seen.push(now);
      const minute = Math.floor(now / MINUTE_MS);
      const used = (inMinutes.get(`${key} ${minute}`) ?? 0) + 1;
      inMinutes.set(`${key} ${minute}`, used);
      const limit = limits[call] ?? DOCUMENTED_LIMITS[call];
      return used > limit ? (minute + 1) * MINUTE_MS : undefined;
    },
    busiest: (call) => {
      const ofCall = [...times].filter(([key]) => key.startsWith(`${call} `));
      return Math.max(0, ...ofCall.map(([, seen]) => mostWithinAMinute(seen)));
    },
  };
}

function mostWithinAMinute(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= MINUTE_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
