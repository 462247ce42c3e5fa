import type { DeliverySummary, RequestSummary } from '../../../console-api.ts';
import type { ExplainAnswer, TransformAnswer } from '../../asking/shown-answers.ts';
import { joinWords } from '../../words/format.ts';
import type { TextName } from '../../words/texts.ts';
import { type DeliveryState, wasTaken } from './delivery-state.ts';

/** One step of a delivery. */
export interface DeliveryStep {
  readonly name: TextName;
  readonly tone: DeliveryState['tone'];
  readonly word: TextName;
  /** What commands and services call it: `signature-mismatch`, `40001`. */
  readonly code?: string | undefined;
  readonly tookMs?: number | undefined;
}

interface Known {
  readonly summary: DeliverySummary;
  /** What reading its bytes came to; `undefined` until that is known. */
  readonly transform: TransformAnswer | undefined;
  readonly money: ExplainAnswer | undefined;
  /** The last request with events of it. */
  readonly request: RequestSummary | undefined;
  /** False if events go to a real Dfinery, whose requests and answers are not seen. */
  readonly isRequestSeen: boolean;
}

type State = Omit<DeliveryStep, 'name'>;

const notReached: State = { tone: 'quiet', word: 'notReached' };
const notKnown: State = { tone: 'quiet', word: 'notKnown' };

/** Returns the six steps of a delivery, by what the receiver, the mapping and Dfinery said. Pure. */
export function toSteps(known: Known): readonly DeliveryStep[] {
  const { summary } = known;
  return [
    { name: 'stepDelivery', tone: 'good', word: 'arrived', tookMs: summary.answeredInMs },
    { name: 'stepVerdict', ...verdictOf(summary) },
    { name: 'stepOrder', ...(wasTaken(summary) ? orderOf(known) : notReached) },
    { name: 'events', ...(wasTaken(summary) ? eventsOf(known) : notReached) },
    { name: 'stepRequest', ...requestOf(known) },
    { name: 'answer', ...answerOf(known) },
  ];
}

function verdictOf(summary: DeliverySummary): State {
  return wasTaken(summary)
    ? { tone: 'good', word: 'verified' }
    : { tone: 'bad', word: 'refused', code: summary.reason ?? summary.outcome };
}

function orderOf({ summary: { outcome, reason }, transform, money }: Known): State {
  if (outcome === 'ignored') return { tone: 'quiet', word: 'ignored', code: reason };
  if (outcome === 'parked') return { tone: 'bad', word: 'parkedState', code: reason };
  if (money !== undefined) {
    const { stage: code, addsUp } = money;
    return { tone: addsUp ? 'good' : 'bad', word: addsUp ? 'addsUp' : 'doesNotAddUp', code };
  }
  if (transform?.outcome === 'references') return { tone: 'good', word: 'onlyNamed' };
  return transform === undefined ? notKnown : { tone: 'good', word: 'read', code: transform.outcome };
}

function eventsOf({ summary: { outcome }, transform }: Known): State {
  if (outcome === 'ignored' || outcome === 'parked') return notReached;
  if (transform === undefined) return notKnown;
  if (transform.outcome === 'references') return { tone: 'quiet', word: 'afterFetch' };
  const names = (transform.events ?? []).map(({ event }) => event.event_name ?? '');
  return names.length === 0
    ? { tone: 'quiet', word: 'none' }
    : { tone: 'good', word: 'mapped', code: names.join(', ') };
}

/** Of many attempts the last are named. */
const NAMED_REQUESTS = 3;

function requestOf({ summary, request, isRequestSeen }: Known): State {
  const { requests, at, isSent, outcome } = summary;
  if (requests.length > 0) {
    const code = requests
      .slice(-NAMED_REQUESTS)
      .map((number) => `#${number}`)
      .join(', ');
    const tookMs = request && Date.parse(request.at) - Date.parse(at);
    return { tone: 'good', word: 'sentInRequest', code, tookMs };
  }
  if (outcome === 'known') return { tone: 'quiet', word: 'known' };
  if (isSent) return { tone: 'quiet', word: 'sentBefore' };
  if (outcome !== 'queued') return notReached;
  return isRequestSeen ? { tone: 'busy', word: 'waits' } : notKnown;
}

function answerOf({ summary, request, isRequestSeen }: Known): State {
  if (request === undefined) return isRequestSeen || summary.outcome !== 'queued' ? notReached : notKnown;
  const { outcome, code, answeredInMs: tookMs } = request;
  return outcome === 'accepted'
    ? { tone: 'good', word: 'accepted', code, tookMs }
    : { tone: 'bad', word: 'notAccepted', code: joinWords([outcome, code]), tookMs };
}
