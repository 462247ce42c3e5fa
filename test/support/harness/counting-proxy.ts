import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A call of AWS: `BatchGetItem`, and its input. */
export interface CountedCall {
  readonly operation: string;
  readonly input: unknown;
}

/** Starts a proxy on 127.0.0.1 in front of a stand-in for AWS that takes JSON. `onCall` sees each call before it goes on. */
export async function startCountingProxy(
  target: string,
  onCall: (call: CountedCall) => void,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, answer) => {
    const [, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
    void json(incoming).then((input) => {
      onCall({ operation, input });
      const body = JSON.stringify(input);
      const { method, url: path } = incoming;
      const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(body) };
      const onward = request({ hostname, port, method, path, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      });
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
