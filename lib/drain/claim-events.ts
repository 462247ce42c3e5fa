import { toDecimal } from '../model/money.ts';
import type { Message, PurchaseMessage } from '../queue/message.ts';
import { type Claim, type LedgerPart, ledgerId, type Standing, standingOf } from '../stores/ledger/ledger.ts';
import type { LedgerEntry } from '../stores/ledger/ledger-entry.ts';
import { follows } from '../stores/ledger/tell.ts';
import { tellingOf } from '../stores/ledger/telling-of.ts';
import type { DrainPorts } from './drain-ports.ts';
import {
  CLAIMED_ELSEWHERE,
  type EventFate,
  type EventHeld,
  LEDGER_UNAVAILABLE,
  ORDER_UNSETTLED,
} from './event-fate.ts';
import { type Sifted, sameFate, sift, type TriedBefore } from './fates.ts';
import { ledgerKeyOf } from './ledger-key.ts';
import type { PlannedEvent } from './plan-requests.ts';
import { type QueuedEvent, versionName } from './read-records.ts';

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
    const remaining = events.map((event) => ({ ...event, isChange: isTakingBack(event.message) }));
    return { remaining, fates: new Map() };
  }
}

/** How much of a refund is sent is decided by the ledger, so its version says nothing. */
function versionedBy(entry: LedgerEntry | undefined, message: Message): Version {
  if (entry === undefined || !isTakingBack(message)) return versionOf(message);
  return { part: message.part, parts: entry.parts, total: entry.total, stage: undefined };
}

type Version = Pick<LedgerPart, 'part' | 'parts' | 'total' | 'stage'>;

function versionOf({ part, parts, total, ...message }: Message): Version {
  return { part, parts, total, stage: message.kind === 'purchase' ? message.stage : undefined };
}

function isTakingBack({ kind }: Message): boolean {
  return kind === 'refund' || kind === 'closing';
}

/**
 * Tells whether a purchase changes an order that was told before. The first part of each delivery says so. It is too early
 * for any part while another version is not settled: it is on its way, or may have arrived.
 */
function newsOf(
  entry: LedgerEntry | undefined,
  message: PurchaseMessage,
  now: number,
): 'none' | 'follows' | 'too-early' {
  if (entry === undefined || message.stage !== 'paid') return 'none';
  const { part, parts, total, rise } = message;
  if (tellingOf(entry, now).kind === 'told') {
    const change = { kind: 'paid' as const, due: toDecimal(total), tells: rise !== undefined };
    return part === 1 && follows(entry, change, now) ? 'follows' : 'none';
  }
  const isKnown = entry.account?.stage === 'paid' && entry.parts === parts && entry.total === total;
  return isKnown ? 'none' : 'too-early';
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
  { ledger, telemetry, ledgerOutage }: DrainPorts,
  events: readonly PlannedEvent[],
  claim: Claim,
): Promise<Sifted<PlannedEvent>> {
  const answers = await Promise.allSettled(
    events.map(({ message }) =>
      ledger.claim({ ...ledgerKeyOf(message), ...versionOf(message), deliveryId: message.deliveryId }, claim),
    ),
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) telemetry.error('Events could not be claimed', { ledgerOutage }, failed.reason);
  return sift(events, (event, index) => {
    const answer = answers[index];
    if (answer?.status !== 'fulfilled') return ledgerOutage === 'deliver' ? undefined : LEDGER_UNAVAILABLE;
    if (answer.value === 'claimed') return undefined;
    // Another instance told the order in between, so this may be a change of it.
    const { message } = event;
    const mayChange = message.kind === 'purchase' && message.stage === 'paid' && event.rise === undefined;
    return mayChange ? ORDER_UNSETTLED : fateByStanding[answer.value];
  });
}
