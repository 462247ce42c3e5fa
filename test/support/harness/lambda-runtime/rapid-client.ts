import { Agent, request } from 'node:http';

/**
 * Stands in for the native part of AWS's runtime client, which posts results to the Runtime API and is built from C++
 * at installation; nothing is built here. The client's own HTTP code asks for the next invocation.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html (read 2026-11-24)
 */
const [host = '', port = ''] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(path: string, body: string): void {
  const call = request({
    host,
    port,
    path: `/2018-06-01/runtime/invocation/${path}`,
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  });
  call.on('response', (response) => response.resume());
  call.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });
  call.end(body);
}

export function initializeClient(): void {
  // The native client takes a user agent here; this one needs none.
}

/** Posts the answer of a handler. */
export function done(invocationId: string, body: string): void {
  post(`${invocationId}/response`, body);
}

/** Posts the error of a handler. */
export function error(invocationId: string, body: string): void {
  post(`${invocationId}/error`, body);
}

export function next(): never {
  throw new Error('Set AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1=true');
}
