import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import { createHttpClient, type HttpClientOptions } from '../runtime/http/http-client.ts';

/** Dfinery's answers have a few hundred bytes. Anything longer is not from Dfinery. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * The Import API calls that this adapter makes. Each request is about one customer.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/identity-api/post (read 2026-11-23)
 * @see https://docs.dfinery.ai/api-guide/api/import-api/identity-api/post-1 (deletion, in Korean only; read 2026-11-23)
 * @see https://docs.dfinery.ai/api-guide/api/import-api/profile/post (read 2026-11-23)
 */
const paths = {
  events: '/api/v1/events',
  identities: '/api/v1/identities',
  'identities/delete': '/api/v1/identities/delete',
  'user-profile': '/api/v1/user-profile',
} as const;

export type DfineryCall = keyof typeof paths;

export interface DfineryRequest {
  readonly serviceId: string;
  readonly accessToken: string;
  /** The request body as JSON. */
  readonly body: string;
}

export interface DfineryClient {
  /** Makes a call and returns the answer. Never throws, never follows a redirect. */
  post(call: DfineryCall, request: DfineryRequest): Promise<HttpAnswer>;
  /** Closes all sockets. */
  close(): void;
}

export interface ClientOptions extends Omit<HttpClientOptions, 'maxAnswerBytes'> {
  readonly origin: URL;
}

/** Returns an Import API client that keeps its connections alive. Made once per cold start, shared by all calls. */
export function createDfineryClient({ origin, ...options }: ClientOptions): DfineryClient {
  const client = createHttpClient({ ...options, maxAnswerBytes: MAX_ANSWER_BYTES });
  return {
    post(call, { serviceId, accessToken, body }) {
      const url = new URL(paths[call], origin);
      url.searchParams.set('service_id', serviceId);
      const headers = { 'content-type': 'application/json', access_token: accessToken };
      return client.send({ method: 'POST', url, headers, body });
    },
    close: () => {
      client.close();
    },
  };
}
