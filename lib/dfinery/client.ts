import type { HttpAnswer } from '../http/http-answer.ts';
import { createHttpClient, type HttpClientOptions } from '../http/http-client.ts';

/** Dfinery's answers have some hundred bytes; whatever is longer is not from it. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface EventRequest {
  readonly serviceId: string;
  readonly accessToken: string;
  /** The request body as JSON. */
  readonly body: string;
}

export interface DfineryClient {
  /** Posts events and returns what came back. Never throws, never follows a redirect. */
  postEvents(request: EventRequest): Promise<HttpAnswer>;
  /** Closes all sockets. */
  close(): void;
}

export interface ClientOptions extends Omit<HttpClientOptions, 'maxAnswerBytes'> {
  readonly origin: URL;
}

/**
 * Returns a client of the Import API that keeps its connections alive. Made once per cold start.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */
export function createDfineryClient({ origin, ...options }: ClientOptions): DfineryClient {
  const client = createHttpClient({ ...options, maxAnswerBytes: MAX_ANSWER_BYTES });
  return {
    postEvents({ serviceId, accessToken, body }) {
      const url = new URL('/api/v1/events', origin);
      url.searchParams.set('service_id', serviceId);
      const headers = { 'content-type': 'application/json', access_token: accessToken };
      return client.send({ method: 'POST', url, headers, body });
    },
    close: () => {
      client.close();
    },
  };
}
