import { ConfigError } from '../../model/errors.ts';
import type { ConnectionAtService } from '../../stores/connections/find-for-service.ts';
import { findRecords } from '../logs/find-records.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { readTurnedAway } from '../read-turned-away.ts';
import { countLogLines } from './count-log-lines.ts';
import { readConnections, readPauses } from './read-lanes.ts';
import { readMetrics } from './read-metrics.ts';
import { spansUntil } from './spans.ts';
import type { StatusFacts } from './status-facts.ts';

const DAY_MS = 86_400_000;
/** Parked deliveries that are counted. */
const MAX_PARKED = 1_000;

/**
 * Reads all that `status` shows, or what concerns one connection.
 * @throws {ConfigError} there is no such connection, or the stack is of an older version.
 */
export async function readFacts(access: OperatorAccess, only: string | undefined): Promise<StatusFacts> {
  const now = Date.now();
  const spans = spansUntil(now);
  const connections = await atServices(access, only);
  const [metrics, turnedAway, lines, pauses, known, parked, lateErasures, ...depths] = await Promise.all([
    access.metrics().then((reader) => readMetrics(reader, spans)),
    readTurnedAway(access, { from: spans.hour, to: now }),
    only === undefined ? undefined : linesOf(access, only, { from: spans.day, to: now }),
    readPauses(access, connections, now),
    readConnections(access, connections),
    countParked(access, only),
    countLate(access, only, now),
    access.depth('events'),
    access.depth('fetches'),
    access.depth('erasures'),
    access.lettersDepth('events'),
    access.lettersDepth('fetches'),
    access.lettersDepth('erasures'),
  ]);
  const [events, fetches, erasures, ...dead] = depths;
  const [deadEvents = 0, deadFetches = 0, deadErasures = 0] = dead.map(
    ({ visible, inFlight }) => visible + inFlight,
  );
  return {
    ...metrics,
    turnedAway,
    ...(lines && { hour: countLogLines(lines, spans.hour), day: countLogLines(lines, spans.day) }),
    spans,
    only,
    waiting: { events, fetches, erasures },
    letters: { events: deadEvents, fetches: deadFetches, erasures: deadErasures },
    parked,
    lateErasures,
    pauses,
    connections: known,
  };
}

async function atServices(
  access: Pick<OperatorAccess, 'connections'>,
  only: string | undefined,
): Promise<readonly ConnectionAtService[]> {
  const stored = await access.connections().list();
  if (only !== undefined && !stored.has(only)) throw new ConfigError(`Unknown connection: ${only}`);
  return [...stored.values()].flatMap(({ id, shop, dfinery }) => {
    const serviceId = dfinery?.serviceId ?? shop?.dfinery.serviceId;
    const isWanted = serviceId !== undefined && (only === undefined || id === only);
    return isWanted ? [{ connection: id, serviceId }] : [];
  });
}

async function linesOf(
  access: Pick<OperatorAccess, 'logs'>,
  connection: string,
  range: { readonly from: number; readonly to: number },
) {
  return findRecords(await access.logs(), { level: 'info', connection }, range);
}

async function countParked(
  access: Pick<OperatorAccess, 'parked'>,
  only: string | undefined,
): Promise<number> {
  const objects = access.parked().list(only);
  let count = 0;
  while (count < MAX_PARKED && !(await objects.next()).done) count += 1;
  return count;
}

async function countLate(
  access: Pick<OperatorAccess, 'erasureRecords'>,
  only: string | undefined,
  now: number,
): Promise<number> {
  const records = await access.erasureRecords().list();
  return records.filter(
    ({ doneAt, requestedAt, connection }) =>
      doneAt === undefined && requestedAt < now - DAY_MS && (only === undefined || connection === only),
  ).length;
}
