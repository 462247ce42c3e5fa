/** A group is noisy above this share of the messages in flight, if it has so many of them, or of the recent work. */
const NOISY_SHARE = 0.1;
const NOISY_IN_FLIGHT = 30;
/** A group that sends nothing for so long is quiet again, whatever it still has waiting. */
const QUIET_AFTER_MS = 300_000;
/** "Recent" is not documented. Work counts half after so long. */
const HALF_LIFE_MS = 60_000;

interface Share {
  inFlight: number;
  /** Milliseconds of being in flight, summed over its messages; older ones count less. */
  work: number;
  workAt: number;
  sentAt: number;
}

/** Who takes how much of a queue's workers, by group. Messages without a group are each one of their own. */
export interface FairShares {
  /** Notes that a message was sent. */
  sent(group: string): void;
  /** Notes that a message was handed out (1), or was deleted or came back (-1). */
  move(group: string, change: 1 | -1): void;
  /** Returns 0 for a quiet group, and for a noisy one how many messages it has in flight. The lowest is handed out first. */
  rank(group: string): number;
}

/**
 * Returns the shares of a fair queue, by AWS's rules. AWS calls its thresholds approximate.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html (read 2026-11-28)
 */
export function createFairShares(now: () => number): FairShares {
  const shares = new Map<string, Share>();

  function shareOf(group: string): Share {
    const share = shares.get(group) ?? { inFlight: 0, work: 0, workAt: now(), sentAt: now() };
    shares.set(group, share);
    const ms = now() - share.workAt;
    share.work = share.work * 0.5 ** (ms / HALF_LIFE_MS) + share.inFlight * ms;
    share.workAt = now();
    return share;
  }

  function isNoisy(group: string): boolean {
    const { inFlight, work, sentAt } = shareOf(group);
    if (now() - sentAt >= QUIET_AFTER_MS) return false;
    const all = [...shares.keys()].map(shareOf);
    const sum = (of: (share: Share) => number) => all.reduce((total, share) => total + of(share), 0);
    const isCrowd = inFlight >= NOISY_IN_FLIGHT && inFlight > NOISY_SHARE * sum((share) => share.inFlight);
    return isCrowd || work > NOISY_SHARE * sum((share) => share.work);
  }

  return {
    sent(group) {
      shareOf(group).sentAt = now();
    },
    move(group, change) {
      shareOf(group).inFlight += change;
    },
    rank: (group) => (isNoisy(group) ? Math.max(1, shareOf(group).inFlight) : 0),
  };
}
