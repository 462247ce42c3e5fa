import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import { classifyAnswer, type RequestOutcome } from './classify-answer.ts';
import { readQuotaReset } from './quota-reset.ts';

/** Why a request was not accepted. A single event that is too large will never be accepted, so it counts as refused. */
export type Failure = Exclude<RequestOutcome, 'accepted' | 'too-large'>;

/** What an answer of Dfinery means for the contents of its request. `outcome` and `code` are for metrics and logs. */
export type AnswerFate =
  | { readonly kind: 'accepted'; readonly outcome: 'accepted'; readonly code: string }
  | {
      readonly kind: 'failed';
      readonly outcome: Exclude<RequestOutcome, 'accepted'>;
      readonly code: string;
      readonly waits: AnswerWait;
    };

export interface AnswerWait {
  readonly kind: 'waits';
  readonly because: Failure;
  readonly code: string;
  /** Dfinery's own words, for a dead letter only. They may quote what was sent. */
  readonly message: string | undefined;
  /** When the quota resets, if the answer says so; milliseconds since 1970. */
  readonly retryAt: number | undefined;
}

/** Returns what an answer means for events, profiles and deletions. `now` is in milliseconds since 1970. Pure. */
export function fateOfAnswer(answer: HttpAnswer, now: number): AnswerFate {
  const { outcome, reason: code, message } = classifyAnswer(answer);
  if (outcome === 'accepted') return { kind: 'accepted', outcome, code };
  const because = outcome === 'too-large' ? 'refused' : outcome;
  const isThrottled = outcome === 'throttled' && answer.kind === 'answered';
  const retryAt = isThrottled ? readQuotaReset(answer.headers, now) : undefined;
  return { kind: 'failed', outcome, code, waits: { kind: 'waits', because, code, message, retryAt } };
}
