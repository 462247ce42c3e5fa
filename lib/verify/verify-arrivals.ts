import type { Arrivals } from '../dfinery/export/arrivals.ts';
import type { ExportConnection, ShopConnection } from '../model/connection.ts';
import { AdapterError, ExportError } from '../model/errors.ts';
import { checkService, type SentWithin } from './check-service.ts';
import { type Days, readSince, spanToCheck } from './days-to-check.ts';
import { createExpectedOrders, type ExpectedOrder, expectedKey, type Span } from './expected-orders.ts';
import { reportCheck } from './report-check.ts';
import type { VerifyPorts } from './verify-ports.ts';

/** A Dfinery service whose arrivals are checked. */
interface CheckedService {
  readonly serviceId: string;
  readonly tokens: readonly string[];
  readonly span: Span;
  /** Its shops. */
  readonly connections: readonly ShopConnection[];
  readonly expected: ReturnType<typeof createExpectedOrders>;
}

/**
 * Compares what was sent since the last check with what Dfinery has, for every service with an Export token. A service that
 * cannot be asked is counted and checked from the same place the next time; the others go on.
 * @throws {UnavailableError} the connections or the ledger are unavailable.
 */
export async function verifyArrivals(ports: VerifyPorts): Promise<void> {
  const services = await findServices(ports);
  if (services.length === 0) return;
  const byId = new Map(services.map((service) => [service.serviceId, service]));
  const since = Math.min(...services.map(({ span }) => readSince(span)));
  for await (const entry of ports.sentSince(since)) {
    const service = byId.get(entry.serviceId);
    const isOfSpan = service !== undefined && entry.sent.some(({ at }) => at >= readSince(service.span));
    if (isOfSpan) service.expected.add(entry);
  }
  for (const service of services) await checkOne(ports, service);
}

async function findServices(ports: VerifyPorts): Promise<CheckedService[]> {
  const [withToken, all] = await Promise.all([ports.connectionIds('export'), ports.connectionIds('shop')]);
  const accesses = await findEach(withToken, ports.findExport);
  const shops = accesses.length === 0 ? [] : await findEach(all, ports.findShop);
  const grouped = [...Map.groupBy(accesses, ({ serviceId }: ExportConnection) => serviceId)];
  return Promise.all(
    grouped.map(async ([serviceId, own]) => {
      const span = spanToCheck(await ports.ends.read(serviceId), ports.now());
      const connections = shops.filter(({ dfinery }: ShopConnection) => dfinery.serviceId === serviceId);
      const tokens = [...new Set(own.map(({ exportToken }) => exportToken))];
      const expected = createExpectedOrders(connections, span);
      return { serviceId, tokens, span, connections, expected };
    }),
  );
}

/** One after the other: SSM allows 40 reads a second. */
async function findEach<Value>(
  ids: readonly string[],
  find: (id: string) => Promise<Value | undefined>,
): Promise<Value[]> {
  const found: Value[] = [];
  for (const id of ids) {
    const value = await find(id);
    if (value !== undefined) found.push(value);
  }
  return found;
}

async function checkOne(ports: VerifyPorts, service: CheckedService): Promise<void> {
  const { telemetry, ends } = ports;
  const { serviceId, span, expected } = service;
  const orders = expected.due();
  try {
    if (orders.length > 0) {
      const ask = (days: Days) => askWithAnyToken(ports, service, days);
      const sentWithin: SentWithin = (within, some) => sentOf(ports, service, within, some);
      await reportCheck(telemetry, await checkService(ports, { orders, span, ask, sentWithin }));
    }
    await ends.write(serviceId, span.until);
  } catch (cause) {
    if (!(cause instanceof AdapterError)) throw cause;
    telemetry.count('ArrivalsUnchecked', 1, cause.code);
    telemetry.error('What arrived at Dfinery could not be checked', { serviceId, code: cause.code }, cause);
  }
}

/** Reads the ledger once more: what was sent long before is wanted of a few orders only. */
async function sentOf(
  { sentSince }: Pick<VerifyPorts, 'sentSince'>,
  { serviceId, connections }: CheckedService,
  span: Span,
  orders: readonly ExpectedOrder[],
): Promise<ReadonlyMap<string, ExpectedOrder>> {
  const wanted = new Set(orders.map(expectedKey));
  const sent = createExpectedOrders(connections, span, (key) => wanted.has(key));
  for await (const entry of sentSince(span.from)) if (entry.serviceId === serviceId) sent.add(entry);
  return new Map(sent.due().map((order) => [expectedKey(order), order]));
}

/** Connections of one service may hold tokens of different age. */
async function askWithAnyToken(
  { ask }: Pick<VerifyPorts, 'ask'>,
  { serviceId, tokens }: CheckedService,
  days: Days,
): Promise<Arrivals> {
  let refused = new ExportError('No Export token', { code: 'export-unauthorized' });
  for (const exportToken of tokens) {
    try {
      return await ask({ serviceId, exportToken, ...days });
    } catch (error) {
      if (!(error instanceof ExportError) || error.code !== 'export-unauthorized') throw error;
      refused = error;
    }
  }
  throw refused;
}
