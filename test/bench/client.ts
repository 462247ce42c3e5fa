import http from 'node:http';
import { createDfineryClient } from '../../lib/dfinery/client.ts';
import { planRequests, toRequestBody } from '../../lib/drain/plan-requests.ts';
import { queueRecords } from '../support/builders/queue-records.ts';
import { readRecords } from '../support/reading/read-events.ts';
import { compare } from './compare.ts';
import { figure, type Section, share } from './section.ts';
import { startAnsweringServer } from './start-answering-server.ts';

const PARALLEL = 10;

/** The CPU time of a request to Dfinery, against a bare request of Node's own. */
export async function client(): Promise<Section> {
  const server = await startAnsweringServer({ latencyMs: 0 });
  const body = aRequestBody();
  const dfinery = createDfineryClient({ origin: server.origin, maxSockets: PARALLEL });
  const agent = new http.Agent({ keepAlive: true, maxSockets: PARALLEL });
  try {
    const request = { serviceId: 'service-1', accessToken: 'token', body };
    const timings = await compare({
      client: () => together(() => dfinery.post('events', request)),
      'node:http': () => together(() => post(server.origin, { agent, body })),
    });
    return {
      title: 'Requests to Dfinery',
      says: 'Ten at a time over kept-alive connections, to a server in another process. The CPU time is that of this process only.',
      rows: Object.entries(timings).map(([name, { cpuNs, spread }]) => ({
        name,
        figures: {
          'requests a CPU second': figure((PARALLEL * 1e9) / cpuNs),
          'CPU of a bare one': figure(cpuNs / timings['node:http'].cpuNs, '×'),
          spread: share(spread),
        },
      })),
      targets: [],
    };
  } finally {
    dfinery.close();
    agent.destroy();
    server.stop();
  }
}

/** The request that the drain sends for an order of three lines. */
function aRequestBody(): string {
  const { events } = readRecords(queueRecords([{ orderId: '1', items: 3 }]));
  const [request] = planRequests(events);
  if (request === undefined) throw new Error('nothing was planned');
  return toRequestBody(request);
}

function together(send: () => Promise<unknown>): Promise<unknown> {
  return Promise.all(Array.from({ length: PARALLEL }, send));
}

/** The least that Node needs: no time-out, no limit, no second try. */
function post(origin: URL, { agent, body }: { agent: http.Agent; body: string }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const url = new URL('/api/v1/events', origin);
  const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.once('end', () => {
      resolve(text);
    });
  });
  request.once('error', reject).end(body);
  return promise;
}
