import type { Decimal } from '../../model/money.ts';
import type { ToldEvents } from './told-order.ts';

/** How much a finding weighs: the lists differ, they cannot be compared there, or they differ by design. */
export type Weight = 'differs' | 'unproven' | 'by-design';

/** What the lists show of an order, in words, and what follows. */
export const findings = {
  'never-queued': { weight: 'differs', words: 'not told: the ledger does not know it' },
  'change-untold': { weight: 'differs', words: 'a change of it is not told yet' },
  waiting: {
    weight: 'differs',
    words: 'not told: its tries failed, so it waits in the queue or is a dead letter',
  },
  'under-way': {
    weight: 'differs',
    words: 'not told for certain: it is being sent, or its request got no answer',
  },
  stuck: {
    weight: 'differs',
    words: 'not told for certain: its request got no answer, or it was cut off, more than two hours ago',
  },
  unreadable: { weight: 'differs', words: 'the shop’s order cannot be read: see `adapter parked list`' },
  dropped: { weight: 'differs', words: 'Dfinery accepted it, and does not have it' },
  'amount-differs': {
    weight: 'differs',
    words: 'Dfinery has another amount, and which event is missing cannot be told',
  },
  doubled: { weight: 'differs', words: 'Dfinery has more than was sent' },
  'unknown-to-ledger': { weight: 'differs', words: 'Dfinery has it, and the ledger does not know it' },
  'too-early': { weight: 'unproven', words: 'too early: changed or sent less than two hours ago' },
  'beyond-export': { weight: 'unproven', words: 'cannot be checked: older than Dfinery’s export reaches' },
  'shared-id': {
    weight: 'unproven',
    words: 'cannot be checked: another shop of the same Dfinery service has an order of this id',
  },
  'told-in-part': {
    weight: 'by-design',
    words: 'more became due after the purchase, and `edits` leaves that out',
  },
  erased: { weight: 'by-design', words: 'its customer or its order was erased' },
} as const satisfies Readonly<Record<string, { readonly weight: Weight; readonly words: string }>>;

export type FindingKind = keyof typeof findings;

/** Something that the lists show of one order. */
export interface Finding {
  readonly kind: FindingKind;
  readonly about: 'order' | 'purchase' | 'refund';
  /** By how much the lists differ, where that is known. */
  readonly amount?: Decimal;
  /** For example what the last try failed of. */
  readonly detail?: string;
  /** What Dfinery has lost, and could be sent once more. */
  readonly lost?: readonly ToldEvents[];
}
