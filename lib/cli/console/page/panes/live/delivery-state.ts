import type { DeliverySummary } from '../../../console-api.ts';
import type { TextName } from '../../words/texts.ts';

/** How a row of the live list is marked. */
export interface DeliveryState {
  readonly tone: 'good' | 'busy' | 'bad' | 'quiet';
  readonly sign: string;
  readonly word: TextName;
}

/** Nothing of it had to be sent. */
const known: DeliveryState = { tone: 'quiet', sign: '≡', word: 'known' };

const states: Readonly<Record<string, DeliveryState>> = {
  known,
  queued: { tone: 'good', sign: '✔', word: 'queued' },
  fetching: { tone: 'busy', sign: '…', word: 'fetching' },
  erased: { tone: 'quiet', sign: '–', word: 'erased' },
  ignored: { tone: 'quiet', sign: '–', word: 'ignored' },
  parked: { tone: 'busy', sign: '⚠', word: 'parkedState' },
};

/** Dfinery did not accept its events yet, so they are tried again. */
const waiting: DeliveryState = { tone: 'busy', sign: '…', word: 'waits' };
const sent: DeliveryState = { tone: 'good', sign: '✔', word: 'sent' };
const refused: DeliveryState = { tone: 'bad', sign: '✗', word: 'refused' };

/** Returns how a delivery is marked, by what the receiver said of it. Pure. */
export function stateOf({
  outcome,
  isSent,
  requests,
}: Pick<DeliverySummary, 'outcome' | 'isSent' | 'requests'>): DeliveryState {
  if (isSent) return requests.length > 0 ? sent : known;
  if (outcome === 'queued' && requests.length > 0) return waiting;
  return Object.hasOwn(states, outcome) ? (states[outcome] ?? refused) : refused;
}

/** True if the receiver took the delivery. What it refused has no order that could be read. */
export function wasTaken({ status }: Pick<DeliverySummary, 'status'>): boolean {
  return status < 300;
}

/** True if events of it are on their way, as far as the live list shows. Pure. */
export function isUnderWay({ outcome, isSent, orderId }: DeliverySummary): boolean {
  return !isSent && orderId !== undefined && (outcome === 'queued' || outcome === 'fetching');
}
