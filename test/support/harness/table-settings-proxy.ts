import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Settings of a table that the stand-in for DynamoDB lacks. */
export interface TableSettings {
  readonly expiryAttribute: string | undefined;
  readonly isRecoverable: boolean;
}

const OFF: TableSettings = { expiryAttribute: undefined, isRecoverable: false };

/**
 * Starts a proxy on 127.0.0.1 in front of a stand-in for DynamoDB, which answers what is asked of a table's expiry and
 * recovery. `settings` holds both by table; a table that is not in it has neither, as one that was restored.
 */
export async function startTableSettingsProxy(
  target: string,
  settings: ReadonlyMap<string, TableSettings>,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, answer) => {
    const [, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
    void buffer(incoming).then((body) => {
      const own = answers[operation];
      if (own !== undefined) {
        const { TableName } = JSON.parse(body.toString()) as { TableName: string };
        sendJson(answer, own(settings.get(TableName) ?? OFF));
        return;
      }
      const { method, url: path, headers } = incoming;
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

const answers: Readonly<Record<string, (settings: TableSettings) => object>> = {
  DescribeTimeToLive: ({ expiryAttribute }) => ({
    TimeToLiveDescription: {
      TimeToLiveStatus: expiryAttribute === undefined ? 'DISABLED' : 'ENABLED',
      ...(expiryAttribute !== undefined && { AttributeName: expiryAttribute }),
    },
  }),
  DescribeContinuousBackups: ({ isRecoverable }) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: isRecoverable ? 'ENABLED' : 'DISABLED' },
    },
  }),
};

function sendJson(answer: ServerResponse, body: object): void {
  answer.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  answer.end(JSON.stringify(body));
}
