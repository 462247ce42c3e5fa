import { randomUUID } from 'node:crypto';
import { ConfigError } from '../../model/errors.ts';
import { findSource } from '../../sources/all-sources.ts';
import { eventsToRegister } from '../../sources/events-to-register.ts';
import type { SigningInput, Source } from '../../sources/source.ts';
import { askDfinery } from '../connection/ask-dfinery.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { checkPoll } from './check-poll.ts';
import { type CheckResult, type ConnectionUnderCheck, HTTP_TIMEOUT_MS } from './check-result.ts';
import { checkStanding } from './check-standing.ts';
import { areWebhooksSeen, checkSubscriptions } from './check-subscriptions.ts';
import { checkApi, isApiAsked } from './doctor-api-check.ts';
import { noteLeftOut } from './note-left-out.ts';

/** The checks of every connection. */
export const connectionChecks: readonly {
  readonly name: string;
  /** Default: every connection. */
  readonly concerns?: (connection: ConnectionUnderCheck) => boolean;
  readonly run: (access: OperatorAccess, connection: ConnectionUnderCheck) => Promise<CheckResult>;
}[] = [
  { name: 'Dfinery credentials', run: checkDfinery },
  { name: 'Dfinery takes events', run: checkStanding },
  { name: 'Dfinery console', run: noteNames },
  { name: 'signed webhook', concerns: ({ shop }) => shop.intake !== 'poll', run: checkWebhook },
  { name: 'not told', run: noteLeftOut },
  { name: 'shop’s API', concerns: isApiAsked, run: checkApi },
  { name: 'shop is read', concerns: ({ shop }) => shop.poll !== undefined, run: checkPoll },
  { name: 'shop’s webhooks', concerns: areWebhooksSeen, run: checkSubscriptions },
];

/** No source has this topic, so the webhook is verified, ignored and never sent to Dfinery. */
const DOCTOR_TOPIC = 'adapter/doctor';

async function checkDfinery(
  { environment }: OperatorAccess,
  { dfinery }: ConnectionUnderCheck,
): Promise<CheckResult> {
  const { outcome, code, meaning } = await askDfinery(dfinery, environment);
  if (outcome === 'usable') return { state: 'ok', found: meaning };
  return { state: 'fail', found: `${code}: ${meaning}`, advice: adviceFor[outcome] };
}

const adviceFor = {
  wrong: 'adapter connection put, with the service id and the token that the console shows.',
  unknown: 'Events wait meanwhile. Check the status of Dfinery, and that this machine reaches it.',
} as const;

/**
 * The Import API does not say which names are registered. A name that is not may be refused like any other fault of a
 * request, or accepted and then dropped. Only an event that counts would show it, so a person has to check.
 * @see https://docs.dfinery.ai/api-guide/api/import-api/response (read 2026-11-23)
 */
function noteNames(_: OperatorAccess, { id, shop }: ConnectionUnderCheck): Promise<CheckResult> {
  const source = findSource(shop.source);
  const events = source === undefined ? [] : eventsToRegister(source, shop);
  return Promise.resolve({
    state: 'note',
    found: `events to register: ${events.join(', ')}`,
    advice: `Register and link exactly the properties that adapter names --connection ${id} lists, or events may be dropped without a word.`,
  });
}

async function checkWebhook(
  access: OperatorAccess,
  { id, shop }: ConnectionUnderCheck,
): Promise<CheckResult> {
  const source = findSource(shop.source);
  if (source === undefined) return { state: 'fail', found: `no source ${shop.source}` };
  const body = source.topicInBody?.write(DOCTOR_TOPIC) ?? { doctor: true };
  const rawBody = Buffer.from(JSON.stringify(body));
  const input = { rawBody, topic: DOCTOR_TOPIC, shop: shop.shop ?? id, now: new Date() };
  const headers = signWithAny(source, shop.secrets, { ...input, deliveryId: `doctor-${randomUUID()}` });
  if (headers === undefined) {
    const advice = 'Let the shop send an order, and find it with adapter trace.';
    return { state: 'warn', found: 'not tried: only the sender can sign', advice };
  }
  const response = await fetch(`${access.address()}/webhooks/${source.id}/${id}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(rawBody),
    redirect: 'manual',
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const answer = await response.text();
  if (response.status === 200 && answer.includes('"ignored"')) {
    return { state: 'ok', found: 'verified, and not sent on' };
  }
  const advice =
    webhookAdvice[response.status] ??
    'adapter logs --level warn. If it has nothing of it, Lambda turned it away: adapter status.';
  return { state: 'fail', found: `${response.status} ${answer.slice(0, 100)}`, advice };
}

/** Returns `undefined` if no secret can sign: some only verify. */
function signWithAny(
  source: Source,
  secrets: readonly string[],
  input: Omit<SigningInput, 'secret'>,
): Record<string, string> | undefined {
  for (const secret of secrets) {
    try {
      return source.sign({ ...input, secret });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
  }
  return undefined;
}

const unknownSecret = 'The receiver has another secret; it sees a change within 5 minutes.';

const webhookAdvice: Readonly<Record<number, string>> = {
  401: unknownSecret,
  403: unknownSecret,
  404: 'The receiver does not know this connection: run adapter connection index.',
  503: 'The receiver cannot reach SSM, SQS or S3: adapter logs --level warn. If it has nothing of it, Lambda turned it away: adapter status.',
};
