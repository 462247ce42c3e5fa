import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, sendJson } from '../http-body.ts';
import type { Call } from './call-counts.ts';
import { checkCustomerRequest } from './check-customer-request.ts';
import { checkRequest, type RefusedRequest } from './check-request.ts';
import { type DfineryDoubleOptions, type DoubleState, store, storeCustomer } from './double-state.ts';
import { envelope } from './envelope.ts';
import { playStep } from './play-step.ts';
import type { Step } from './script.ts';

interface Target {
  readonly state: DoubleState;
  readonly options: DfineryDoubleOptions;
  readonly serviceId: string;
  readonly call: Call;
}

/** Answers one call: by its quota, by the script, or by a check of the request. */
export async function answerCall(
  target: Target,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  const body = (await readBody(request)) ?? Buffer.alloc(0);
  const now = Date.now();
  const resetAt = target.state.counts.count(target.call, target.serviceId, now);
  if (resetAt !== undefined) {
    playStep(
      { ...QUOTA_USED_UP, rateLimit: { ...QUOTA_USED_UP.rateLimit, resetInMs: resetAt - now } },
      exchange,
    );
    return;
  }
  const step = takeStep(target);
  if (step !== undefined) await sleep(step.delayMs);

  if (step === undefined || 'pass' in step) {
    const checked = await take(target, request, body);
    sendJson(response, { body: envelope(checked.accepted ? '20000' : checked.code) });
    return;
  }
  if (step.stored) await take(target, request, body);
  playStep(step, exchange);
}

/** As the rate-limit page's example answers. */
const QUOTA_USED_UP = {
  delayMs: 0,
  stored: false,
  rateLimit: { as: 'http', headers: 'x-ratelimit', unit: 'ms', resetInMs: 0 },
} as const;

/** Takes the next step that is meant for this call. */
function takeStep({ state: { script }, call }: Target): Step | undefined {
  const index = script.findIndex((step) => step.call === undefined || step.call === call);
  return index === -1 ? undefined : script.splice(index, 1)[0];
}

/** Checks a request, and stores it if it is accepted. */
async function take(
  { state, options, serviceId, call }: Target,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<{ readonly accepted: true } | RefusedRequest> {
  const service = await options.findService(serviceId);
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
