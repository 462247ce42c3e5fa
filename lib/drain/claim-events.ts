import { type Claim, ledgerId, type Standing, standingOf } from '../stores/ledger/ledger.ts';
import type { DrainPorts } from './drain-ports.ts';
import { CLAIMED_ELSEWHERE, type EventFate, type EventHeld, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { type Sifted, sameFate, sift, type TriedBefore } from './fates.ts';
import type { PlannedEvent } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';

/** The fate of an event that cannot be claimed, by its standing in the ledger. */
const fateByStanding: Readonly<Record<Standing, EventFate>> = {
  sent: { kind: 'duplicate' },
  superseded: { kind: 'superseded' },
  'claimed-elsewhere': CLAIMED_ELSEWHERE,
};

/**
 * Leaves out events that, by a read of the ledger, need not be sent, and says of the others how often
 * they were tried. Claims may leave out more later.
 */
export async function leaveOutKnown(
  { ledger, telemetry, ledgerOutage, now }: DrainPorts,
  events: readonly QueuedEvent[],
): Promise<Sifted<QueuedEvent & TriedBefore>> {
  try {
    const entries = await ledger.read(events.map(({ message }) => message));
    const known = events.map((event) => {
      const { tries = 0, failedOf } = entries.get(ledgerId(event.message)) ?? {};
      return { ...event, tries, failedOf };
    });
    return sift(known, ({ message }) => {
      const standing = standingOf(entries.get(ledgerId(message)), message, now());
      return standing === 'free' ? undefined : fateByStanding[standing];
    });
  } catch (cause) {
    telemetry.error('The ledger could not be read', { ledgerOutage }, cause);
    return ledgerOutage === 'deliver'
      ? { remaining: events, fates: new Map() }
      : { remaining: [], fates: sameFate(events, LEDGER_UNAVAILABLE) };
  }
}

/** Several versions of an order are in the batch. This one waits until the ledger knows which of them stands. */
const OTHER_VERSION: EventHeld = { ...CLAIMED_ELSEWHERE, code: 'other-version' };

/** Leaves out all versions of an order except the one that was received first. */
export function leaveOutVersions<Content extends QueuedEvent>(events: readonly Content[]): Sifted<Content> {
  const first = new Map<string, string>();
  const inTurn = events.toSorted(
    (a, b) => Date.parse(a.message.receivedAt) - Date.parse(b.message.receivedAt),
  );
  for (const { message } of inTurn) {
    const id = ledgerId(message);
    if (!first.has(id)) first.set(id, versionOf(message));
  }
  return sift(events, ({ message }) =>
    first.get(ledgerId(message)) === versionOf(message) ? undefined : OTHER_VERSION,
  );
}

function versionOf({ parts, total }: QueuedEvent['message']): string {
  return JSON.stringify([parts, total]);
}

/** Claims events just before their request is sent. Only this invocation may send those that remain. */
export async function claimEvents(
  { ledger, telemetry, ledgerOutage }: DrainPorts,
  events: readonly PlannedEvent[],
  claim: Claim,
): Promise<Sifted<PlannedEvent>> {
  const answers = await Promise.allSettled(events.map(({ message }) => ledger.claim(message, claim)));
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) telemetry.error('Events could not be claimed', { ledgerOutage }, failed.reason);
  return sift(events, (_, index) => {
    const answer = answers[index];
    if (answer?.status !== 'fulfilled') return ledgerOutage === 'deliver' ? undefined : LEDGER_UNAVAILABLE;
    return answer.value === 'claimed' ? undefined : fateByStanding[answer.value];
  });
}
