import { billedTimes } from './billed-time.ts';
import { markdownTable, thousands } from './format.ts';
import { batchSizes, type MeasuredInvocation } from './measured.ts';
import { profileTimes } from './profile-times.ts';
import type { Scenario } from './scenario.ts';

const columns = [
  { title: 'one invocation' },
  { title: 'CPU time', isFigure: true },
  { title: 'billed, cold starts included', isFigure: true },
  { title: 'own log lines', isFigure: true },
  { title: 'lines with metrics', isFigure: true },
];

/** Returns what was measured, and what the model makes of it with the scenario's memory. */
export function measuredTable({ assumptions, measured }: Scenario): string {
  const row = (what: string, taken: MeasuredInvocation, billedMs: number): string[] => [
    what,
    `${taken.cpuMs.toFixed(1)} ms`,
    `${billedMs.toFixed(1)} ms`,
    `${thousands(taken.infoLogBytes)} B`,
    `${thousands(taken.metricLogBytes)} B`,
  ];
  const billed = (eventsPerBatch: (typeof batchSizes)[number]) =>
    billedTimes({ ...assumptions, eventsPerBatch }, measured);

  const profiles = profileTimes(assumptions, measured);
  const table = markdownTable(columns, [
    row('receiver, a webhook that is queued', measured.receiver, billed(1).receiver),
    ...batchSizes.map((size) => row(`drain, ${size} new`, measured.drainNew[size], billed(size).drainNew)),
    ...batchSizes.map((size) =>
      row(`drain, ${size} known`, measured.drainDuplicate[size], billed(size).drainDuplicate),
    ),
    row('receiver, a webhook about a customer', measured.profiles.receiver, profiles.receiver),
    row('drain, a profile with news', measured.profiles.drainNews, profiles.news),
    row('drain, a profile at a later time', measured.profiles.drainConfirmed, profiles.confirmed),
  ]);
  return [
    `Measured on ${measured.measuredAt} with ${measured.machine}:`,
    '',
    table,
    '',
    sizes(measured),
  ].join('\n');
}

function sizes({ coldStart, ...measured }: Scenario['measured']): string {
  const bytes = (count: number): string => `${thousands(count)} B`;
  return [
    `A cold start took ${coldStart.receiverCpuMs.toFixed(0)} ms of CPU time (receiver) and`,
    `${coldStart.drainCpuMs.toFixed(0)} ms (drain), its first invocation included. A webhook had`,
    `${bytes(measured.webhookBytes)}, a message ${bytes(measured.messageBytes)}, a request to Dfinery`,
    `${bytes(measured.importRequestBytes)}, an item of the ledger ${bytes(measured.ledgerItemBytes)}; the functions`,
    `wrote ${measured.customMetrics} metrics. A webhook about a customer had ${bytes(measured.profiles.webhookBytes)}, its message`,
    `${bytes(measured.profiles.messageBytes)}, the two requests to Dfinery ${bytes(measured.profiles.requestBytes)}, an item`,
    `${bytes(measured.profiles.itemBytes)}; profiles wrote ${measured.profiles.customMetrics} metrics more.`,
  ].join(' ');
}
