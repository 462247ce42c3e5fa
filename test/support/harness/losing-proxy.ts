import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LosingProxy {
  readonly endpoint: string;
  /** Of the next request of this operation, such as `UpdateItem`, the answer gets lost: it is carried out, and reset. */
  loseNext(operation: string): void;
  /** Tells whether that answer was lost. */
  hasLost(): boolean;
  stop(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 in front of a stand-in of DynamoDB. */
export async function startLosingProxy(target: string): Promise<LosingProxy> {
  let losing: string | undefined;
  const { hostname, port } = new URL(target);

  const server = createServer((incoming, answer) => {
    const [, operation] = String(incoming.headers['x-amz-target']).split('.');
    const isLost = operation === losing;
    if (isLost) losing = undefined;
    void bodyOf(incoming).then((body) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ hostname, port, method, path, headers }, (response) => {
        void bodyOf(response).then((answered) => {
          if (isLost) incoming.socket.resetAndDestroy();
          else answer.writeHead(response.statusCode ?? 500, response.headers).end(answered);
        });
      });
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNext(operation) {
      losing = operation;
    },
    hasLost: () => losing === undefined,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  return Buffer.concat((await message.toArray()) as Buffer[]);
}
