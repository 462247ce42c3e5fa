import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request with its address taken apart, and a way to answer it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Text is sent as it is, anything else as JSON. */
  send(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
}

/** Takes the address of a request apart. `headers` are those of every answer to it. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  return {
    request,
    path: pathname,
    query: searchParams,
    send: (status, body, headers) => {
      const isText = typeof body === 'string';
      const type = isText ? 'text/html; charset=utf-8' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(isText ? body : JSON.stringify(body));
    },
  };
}
