import { type Assumptions, asDeployed } from '../../infra/cost/assumptions.ts';
import type { Measured } from '../../infra/cost/measured.ts';
import { trafficOf } from '../../infra/cost/traffic.ts';
import type { Workload } from '../../infra/cost/usage-line.ts';

/** Round figures to work sums out with by hand. A cold start takes no longer than any invocation. */
const receiver = { cpuMs: 10, infoLogBytes: 1_000, metricLogBytes: 500 };
const fresh = { cpuMs: 20, infoLogBytes: 600, metricLogBytes: 700 };
const known = { cpuMs: 20, infoLogBytes: 0, metricLogBytes: 400 };

const profiles = {
  receiver,
  drainNews: fresh,
  drainConfirmed: known,
  webhookBytes: 2_000,
  messageBytes: 800,
  requestBytes: 600,
  itemBytes: 500,
  customMetrics: 3,
};

/** Returns a measurement with changes. */
export function aMeasurement(changes: Partial<Measured> = {}): Measured {
  return {
    measuredAt: '2026-11-24',
    machine: 'a machine',
    receiver,
    drainNew: { 1: fresh, 10: fresh, 100: fresh },
    drainDuplicate: { 1: known, 10: known, 100: known },
    coldStart: { receiverCpuMs: 10, drainCpuMs: 20 },
    webhookBytes: 10_000,
    messageBytes: 1_000,
    importRequestBytes: 500,
    answerBytes: 20,
    ledgerItemBytes: 200,
    customMetrics: 10,
    profiles,
    ...changes,
  };
}

/** Returns a million orders as the stack is deployed, with changes. */
export function aWorkload(
  changes: Partial<Assumptions> = {},
  measuredChanges: Partial<Measured> = {},
): Workload {
  const assumptions = { ...asDeployed, ...changes };
  return { assumptions, measured: aMeasurement(measuredChanges), traffic: trafficOf(assumptions) };
}
