import type { Message } from '../queue/message.ts';
import { type Claim, ledgerId, type Standing, standingOf } from '../stores/ledger/ledger.ts';
import { ledgerKeyOf } from '../stores/ledger/ledger-key.ts';
import { isTakingBack, newsOf, versionedBy, versionOf } from '../stores/ledger/message-version.ts';
import type { DrainPorts } from './drain-ports.ts';
import {
  CLAIMED_ELSEWHERE,
  type EventFate,
  type EventHeld,
  LEDGER_UNAVAILABLE,
  ORDER_UNSETTLED,
} from './event-fate.ts';
import { type Sifted, sameFate, sift, type TriedBefore } from './fates.ts';
import type { PlannedEvent } from './plan-requests.ts';
import { type QueuedEvent, versionName } from './read-records.ts';
import { sentTraceOf } from './sent-trace.ts';

/** The fate of an event that cannot be claimed, by its standing in the ledger. */
const fateByStanding: Readonly<Record<Standing, EventFate>> = {
  sent: { kind: 'duplicate' },
  superseded: { kind: 'superseded' },
  'claimed-elsewhere': CLAIMED_ELSEWHERE,
};

/** An event that has to be sent, or that may change what was told of its order. */
export type KnownEvent = QueuedEvent & TriedBefore & { readonly isChange: boolean };

/**
 * Leaves out events that, by a read of the ledger, need not be sent, and says of the others how often
 * they were tried. Claims may leave out more later.
 */
export async function leaveOutKnown(
  { ledger, telemetry, ledgerOutage, now }: DrainPorts,
  events: readonly QueuedEvent[],
): Promise<Sifted<KnownEvent>> {
  try {
    const entries = await ledger.read(events.map(({ message }) => ledgerKeyOf(message)));
    const known = events.map((event) => {
      const { message } = event;
      const entry = entries.get(ledgerId(ledgerKeyOf(message)));
      const { tries = 0, failedOf } = entry ?? {};
      const standing = standingOf(entry, versionedBy(entry, message), now());
      const news = message.kind === 'purchase' ? newsOf(entry, message, now()) : 'none';
      const isChange = news === 'follows' || isTakingBack(message);
      return { ...event, tries, failedOf, isChange, standing, news };
    });
    return sift(known, ({ standing, news }) => {
      if (standing === 'free' || news === 'follows') return undefined;
      return news === 'too-early' ? ORDER_UNSETTLED : fateByStanding[standing];
    });
  } catch (cause) {
    telemetry.error('The ledger could not be read', { ledgerOutage }, cause);
    if (ledgerOutage !== 'deliver') return { remaining: [], fates: sameFate(events, LEDGER_UNAVAILABLE) };
    const sent = sift(events, ({ message }) => waitForLedger(message));
    const remaining = sent.remaining.map((event) => ({ ...event, isChange: isTakingBack(event.message) }));
    return { remaining, fates: sent.fates };
  }
}

/** What was sent is sent once more only while the ledger can say that it still has to be. */
function waitForLedger({ repairs }: Message): EventFate | undefined {
  return repairs === undefined ? undefined : LEDGER_UNAVAILABLE;
}

/** Several versions of an order are in the batch. This one waits until the ledger knows which of them stands. */
const OTHER_VERSION: EventHeld = { ...ORDER_UNSETTLED, code: 'other-version' };

/** Leaves out all versions of an order except the one that was received first. */
export function leaveOutVersions<Content extends QueuedEvent>(events: readonly Content[]): Sifted<Content> {
  const first = new Map<string, string>();
  const inTurn = events.toSorted(
    (a, b) => Date.parse(a.message.receivedAt) - Date.parse(b.message.receivedAt),
  );
  for (const { message } of inTurn) {
    const id = ledgerId(ledgerKeyOf(message));
    if (!first.has(id)) first.set(id, versionName(message));
  }
  return sift(events, ({ message }) =>
    first.get(ledgerId(ledgerKeyOf(message))) === versionName(message) ? undefined : OTHER_VERSION,
  );
}

/** Claims events just before their request is sent. Only this invocation may send those that remain. */
export async function claimEvents(
  ports: DrainPorts,
  events: readonly PlannedEvent[],
  claim: Claim,
): Promise<Sifted<PlannedEvent>> {
  const { ledger, telemetry, ledgerOutage } = ports;
  const key = await ports.erasureKey();
  const answers = await Promise.allSettled(
    events.map(({ message }) => {
      const part = { ...ledgerKeyOf(message), ...versionOf(message), deliveryId: message.deliveryId };
      return ledger.claim({ ...part, trace: sentTraceOf(message, key) }, claim);
    }),
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) telemetry.error('Events could not be claimed', { ledgerOutage }, failed.reason);
  return sift(events, (event, index) => {
    const answer = answers[index];
    const { message } = event;
    if (answer?.status !== 'fulfilled')
      return ledgerOutage === 'deliver' ? waitForLedger(message) : LEDGER_UNAVAILABLE;
    if (answer.value === 'claimed') return undefined;
    // Another instance told the order in between, so this may be a change of it.
    const isNews = message.kind === 'purchase' && message.repairs === undefined && event.rise === undefined;
    const mayChange = isNews && message.stage === 'paid';
    return mayChange ? ORDER_UNSETTLED : fateByStanding[answer.value];
  });
}
