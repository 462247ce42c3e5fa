// As an ES module's import it would load all of undici.
const { Agent, request } = process.getBuiltinModule('node:http');

/**
 * Stands in for the native part of AWS's runtime client, which posts results to the Runtime API and is built from C++
 * at installation; nothing is built here. The client's own HTTP code asks for the next invocation. JavaScript, because
 * Node's removal of types would take as much CPU time as the start of a whole function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html (read 2026-11-24)
 */
const [host = '', port = ''] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * @param {string} path
 * @param {string} body
 */
function post(path, body) {
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

export function initializeClient() {
  // The native client takes a user agent here; this one needs none.
}

/**
 * Posts the answer of a handler.
 * @param {string} invocationId
 * @param {string} body
 */
export function done(invocationId, body) {
  post(`${invocationId}/response`, body);
}

/**
 * Posts the error of a handler.
 * @param {string} invocationId
 * @param {string} body
 */
export function error(invocationId, body) {
  post(`${invocationId}/error`, body);
}

export function next() {
  throw new Error('Set AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1=true');
}
