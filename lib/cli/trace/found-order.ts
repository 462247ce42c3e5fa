import type { LetterQueue } from '../../queue/letter-message.ts';
import type { LastAnswer } from '../../stores/ledger/last-answers.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import type { ServicePause } from '../../stores/ledger/service-pauses.ts';
import type { LogLine } from './log-lines.ts';

/** A dead letter that names the order, without personal data. */
export interface FoundLetter {
  readonly queue: LetterQueue;
  readonly id: string;
  readonly cause: string;
  readonly code: string | undefined;
  readonly kind: string;
  /** The order's id, or `{orderId}/{refundId}`. */
  readonly names: string;
  /** Milliseconds since 1970. */
  readonly diedAt: number | undefined;
}

/** A parked delivery that names the order. */
export interface FoundDelivery {
  readonly key: string;
  readonly receivedAt: string;
  /** The first thing that could not be read, as `currency: missing`. */
  readonly issue: string;
}

/** All that the adapter knows of one order. No personal data. */
export interface FoundOrder {
  readonly orderId: string;
  readonly connection: string;
  /** The platform's id. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of its purchase. */
  readonly entry: LedgerEntry | undefined;
  readonly isErased: boolean;
  readonly letters: readonly FoundLetter[];
  readonly parked: readonly FoundDelivery[];
  /** What holds its connection back. Over or not. */
  readonly pauses: {
    readonly service: ServicePause | undefined;
    readonly connection: ServicePause | undefined;
  };
  /** Of its connection. */
  readonly lastAnswer: LastAnswer | undefined;
  /** Refunds whose purchase is not told. */
  readonly waitingRefunds: readonly string[];
  /** The log's lines about it, sorted by time. Empty if there are none, or no log was looked at. */
  readonly lines: readonly LogLine[];
  /** True if what was asked for looks like the name that a shop shows, and not like an id. */
  readonly looksLikeName: boolean;
  /** Where could not be looked, with the reason. */
  readonly unseen: readonly string[];
  /** How many deliveries Lambda turned away in the last day: nobody knows of which orders. */
  readonly turnedAway: number;
  /** True if the shop is asked for what changed. */
  readonly isPolled: boolean;
}
