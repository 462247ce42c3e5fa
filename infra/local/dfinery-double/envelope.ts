/**
 * Detailed codes of the Import API and their messages. All of them come with HTTP 200. The last two are not documented
 * for this host; the vendor's SDKs know them from its sibling.
 * @see https://docs.dfinery.ai/api-guide/api/import-api/response (read 2026-11-23)
 */
const MESSAGES: Readonly<Record<string, string>> = {
  20000: 'OK',
  40000: 'BAD_REQUEST',
  40001: 'VALIDATION_FAILURE',
  40101: 'INVALID_SERVICE_ID',
  40201: 'INVALID_TOKEN',
  40401: 'TOO_MANY_REQUEST',
  40402: 'TOO_MANY_EVENTS',
  40403: 'TOO_MANY_USER_PROFILES',
  50000: 'INTERNAL_SERVER_ERROR',
  40301: 'INVALID_CLIENT',
  50101: 'KINESIS_SENDER_ERROR',
};

export interface Envelope {
  readonly status: boolean;
  readonly code: string;
  readonly message: string;
  /** True in the documented failure as well, so it says nothing. */
  readonly data: true;
}

/** Returns the body that the Import API answers with a code. Only 20000 is a success. */
export function envelope(code: string): Envelope {
  return { status: code === '20000', code, message: MESSAGES[code] ?? 'UNKNOWN', data: true };
}
