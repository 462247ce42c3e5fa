import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A separate process that answers every POST with Dfinery's success after so many milliseconds, so its work is not
 * counted with the client's. Prints its port.
 */
const latencyMs = Number(process.argv[2] ?? 0);
const BODY = JSON.stringify({ status: true, code: '20000', message: 'OK', data: true });

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    void sleep(latencyMs).then(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length });
      response.end(BODY);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.stdout.write(`${address.port}\n`);
});
// Ends with the process that started it.
process.stdin.resume().once('end', () => process.exit(0));
