import * as v from 'valibot';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';

/** What happens to the events of a request. One word per policy of the drain. */
export type RequestOutcome =
  /** Dfinery accepted all of them. */
  | 'accepted'
  /** The request is too large: send its events again in two halves. */
  | 'too-large'
  /** Dfinery will never accept at least one of them. */
  | 'refused'
  /** The quota is used up: wait. */
  | 'throttled'
  /** Service id or token are wrong. The events are good; the connection has to be fixed. */
  | 'misconfigured'
  /** Dfinery or the network is unavailable, or the answer is unknown: never drop, try again. */
  | 'unavailable';

export interface Classification {
  readonly outcome: RequestOutcome;
  /** For metrics and logs: a code, an HTTP status or a network fault. Never Dfinery's own text. */
  readonly reason: string;
  /** Dfinery's own words, for a dead letter only. They may quote what was sent. */
  readonly message?: string | undefined;
}

const SUCCESS_CODE = '20000';

/**
 * Dfinery's detailed codes, all documented with HTTP 200. Any other code, including `5xxxx`, is `unavailable`.
 * @see https://docs.dfinery.ai/api-guide/api/import-api/response (read 2026-11-23)
 */
const outcomeByCode: ReadonlyMap<string, RequestOutcome> = new Map([
  ['40000', 'refused'],
  ['40001', 'refused'],
  ['40101', 'misconfigured'],
  ['40201', 'misconfigured'],
  ['40401', 'throttled'],
  ['40402', 'too-large'],
]);

/** HTTP statuses, used if the answer has no known code. */
const outcomeByStatus: Readonly<Record<number, RequestOutcome>> = {
  400: 'refused',
  401: 'misconfigured',
  403: 'misconfigured',
  413: 'refused',
  422: 'refused',
  429: 'throttled',
};

/** `code` is a string in every documented example, and a number in the vendor's own web SDK. */
const EnvelopeSchema = v.object({
  status: v.boolean(),
  code: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  message: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Classifies an answer. Success takes HTTP 2xx, `status: true` and code 20000. A server error stays one, whatever its
 * body says. Otherwise a known code decides, then the HTTP status. Anything unknown is `unavailable`, never `refused`.
 */
export function classifyAnswer(answer: HttpAnswer): Classification {
  if (answer.kind === 'unanswered') return { outcome: 'unavailable', reason: answer.reason };
  const envelope = readEnvelope(answer.body);
  const isOk = answer.status >= 200 && answer.status < 300;
  if (isOk && envelope?.status === true && envelope.code === SUCCESS_CODE) {
    return { outcome: 'accepted', reason: SUCCESS_CODE };
  }

  const message = envelope?.message;
  if (answer.status >= 500) return { outcome: 'unavailable', reason: `http-${answer.status}`, message };
  const known = envelope && outcomeByCode.get(envelope.code);
  if (envelope && known) return { outcome: known, reason: envelope.code, message };
  const reason = isOk
    ? envelope
      ? unknownCode(envelope.code)
      : 'unreadable-answer'
    : `http-${answer.status}`;
  return { outcome: outcomeByStatus[answer.status] ?? 'unavailable', reason, message };
}

/** Reasons become metric dimensions, so only text in the form of a code is passed on. */
function unknownCode(code: string): string {
  return /^\d{5}$/.test(code) ? code : 'unknown-code';
}

function readEnvelope(body: string): v.InferOutput<typeof EnvelopeSchema> | undefined {
  try {
    const result = v.safeParse(EnvelopeSchema, JSON.parse(body));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
