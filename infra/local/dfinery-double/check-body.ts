import type { Call } from './call-counts.ts';
import { checkCustomerRequest } from './check-customer-request.ts';
import { checkRequest, type DfineryService, type ImportRequest } from './check-request.ts';

/** What the stand-in would answer. */
export interface CheckedBody {
  /** 20000 if it would be accepted. */
  readonly code: string;
  /** Why it would be refused: paths and what was expected there, never a value. */
  readonly reasons: readonly string[];
}

/** Returns the answer to a body, as if it came with the token of its service. */
export function checkBody(
  { call, body }: { readonly call: Call; readonly body: unknown },
  service: DfineryService | undefined,
): CheckedBody {
  const request: ImportRequest = {
    headers: { access_token: service?.accessToken, 'content-type': 'application/json' },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
  const checked =
    call === 'events' ? checkRequest(request, service) : checkCustomerRequest(call, request, service);
  return checked.accepted ? { code: '20000', reasons: [] } : { code: checked.code, reasons: checked.reasons };
}
