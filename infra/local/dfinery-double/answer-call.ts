import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, sendJson } from '../http-body.ts';
import type { AnsweredCall } from './answered-call.ts';
import type { Call } from './call-counts.ts';
import { checkCustomerRequest } from './check-customer-request.ts';
import { checkRequest, type RefusedRequest } from './check-request.ts';
import {
  type DfineryDoubleOptions,
  type DoubleState,
  findKnown,
  store,
  storeCustomer,
} from './double-state.ts';
import { envelope } from './envelope.ts';
import { codeOfStep, type FailureStep, playStep } from './play-step.ts';
import type { Step } from './script.ts';

interface Target {
  readonly state: DoubleState;
  readonly options: DfineryDoubleOptions;
  readonly serviceId: string;
  readonly call: Call;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Result = Pick<AnsweredCall, 'outcome' | 'step' | 'isStored' | 'code' | 'reasons'>;

/** Answers one call: by its quota, by a step, or by a check of the request. Then tells `onCall`. */
export async function answerCall(target: Target, exchange: Exchange): Promise<void> {
  const at = new Date();
  const startedAt = performance.now();
  const body = (await readBody(exchange.request)) ?? Buffer.alloc(0);
  const result = await answer(target, exchange, body);
  const { call, serviceId } = target;
  const answeredInMs = performance.now() - startedAt;
  target.options.onCall?.({ call, serviceId, body, ...result, at, answeredInMs });
}

async function answer(target: Target, exchange: Exchange, body: Buffer): Promise<Result> {
  const now = Date.now();
  const resetAt = target.state.counts.count(target.call, target.serviceId, now);
  if (resetAt !== undefined) {
    const step = { ...QUOTA_USED_UP, rateLimit: { ...QUOTA_USED_UP.rateLimit, resetInMs: resetAt - now } };
    playStep(step, exchange);
    return played(step, false);
  }
  const step = takeStep(target);
  if (step !== undefined) await sleep(step.delayMs);

  if (step === undefined || 'pass' in step) {
    const checked = await take(target, exchange.request, body);
    const code = checked.accepted ? '20000' : checked.code;
    sendJson(exchange.response, { body: envelope(code) });
    const { accepted: isStored } = checked;
    const reasons = checked.accepted ? [] : checked.reasons;
    return { outcome: isStored ? 'accepted' : 'refused', step: undefined, isStored, code, reasons };
  }
  const isStored = step.stored && (await take(target, exchange.request, body)).accepted;
  playStep(step, exchange);
  return played(step, isStored);
}

function played(step: FailureStep, isStored: boolean): Result {
  return { outcome: 'played', step, isStored, code: codeOfStep(step), reasons: [] };
}

/** As the rate-limit page's example answers. */
const QUOTA_USED_UP = {
  delayMs: 0,
  stored: false,
  rateLimit: { as: 'http', headers: 'x-ratelimit', unit: 'ms', resetInMs: 0 },
} as const;

/** Takes the next step that is meant for this call; if the script has none, the standing step. */
function takeStep({ state: { script, standing }, call }: Target): Step | undefined {
  const isMeant = (step: Step) => step.call === undefined || step.call === call;
  const index = script.findIndex(isMeant);
  if (index !== -1) return script.splice(index, 1)[0];
  return standing !== undefined && isMeant(standing) ? standing : undefined;
}

/** Checks a request, and stores it if it is accepted. */
async function take(
  { state, options, serviceId, call }: Target,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<{ readonly accepted: true } | RefusedRequest> {
  const service = await findKnown(state, options, serviceId);
  if (call !== 'events') {
    const checked = checkCustomerRequest(call, { headers, body }, service);
    if (checked.accepted) storeCustomer(state, { call, serviceId, body: checked.body });
    else options.onRefused?.(checked.code, checked.reasons);
    return checked;
  }
  const checked = checkRequest({ headers, body }, service);
  if (checked.accepted) {
    // Stored first: `?.` would not evaluate the argument if nobody listens.
    const accepted = store(state, { serviceId, headers, body: checked.body });
    options.onAccepted?.(accepted);
  } else {
    options.onRefused?.(checked.code, checked.reasons);
  }
  return checked;
}
