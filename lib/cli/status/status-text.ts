import { type Account, type AccountName, accountsOf } from './account.ts';
import type { Counts } from './counts.ts';
import type { LanePause } from './read-lanes.ts';
import type { Age } from './read-metrics.ts';
import type { Finding, StatusFacts } from './status-facts.ts';

const TITLES: Readonly<
  Record<AccountName, readonly [title: string, total: string, more: string, fewer: string]>
> = {
  deliveries: ['shop → receiver', 'received', 'not counted yet', 'parked by polls or still counted'],
  events: ['queue → Dfinery', 'queued', 'more waiting', 'from before, or queued by a command'],
  fetches: ['orders to be fetched', 'queued', 'more waiting', 'from before, or queued by a command'],
  erasures: ['privacy requests', 'queued', 'more waiting', 'from before, or queued by a command'],
};

/** Returns the lines for a person. `options` are those that name the stage, for commands to type. */
export function toStatusText(
  facts: StatusFacts,
  findings: readonly Finding[],
  options: string,
): readonly string[] {
  const { hour, day, spans } = facts;
  // Neither ages nor queues know a connection.
  const ofAll = facts.only === undefined ? '' : ' · of all connections';
  return [
    `${at(spans.now)} UTC · the hour since ${time(spans.hour)} · the day since ${at(spans.day)}${facts.only === undefined ? '' : ` · only ${facts.only}, counted from its log lines`}`,
    ...accountLines('deliveries', { hour, day }),
    ...(facts.only === undefined ? accountLines('events', { hour, day }) : eventLines({ hour, day })),
    ...(day.of('FetchQueued') > 0 ? accountLines('fetches', { hour, day }) : []),
    ...(day.of('ErasureQueued') > 0 ? accountLines('erasures', { hour, day }) : []),
    row('webhook → Dfinery', `${ageText(facts.age, facts.slowest)}${ofAll}`),
    row('waiting now', `${waitingText(facts)}${ofAll}`),
    ...facts.pauses.map((pause) => row('paused', pauseText(pause))),
    ...facts.connections.map((one) =>
      row(
        one.id,
        [
          one.acceptedAt === undefined
            ? 'Dfinery has accepted nothing yet'
            : `Dfinery accepted ${at(one.acceptedAt)}`,
          ...(one.refusedAt === undefined ? [] : [`said no ${at(one.refusedAt)} (${one.code ?? '?'})`]),
          ...(one.heardAt === undefined ? [] : [`heard from ${at(one.heardAt)}`]),
        ].join(' · '),
      ),
    ),
    row('for a person', personText(facts)),
    '',
    ...(findings.length === 0
      ? [
          'Nothing is wrong here, with what came.',
          'Orders that never came are not seen from here: adapter reconcile asks the shop for them. docs/runbook.md#no-webhook-arrives-deliveryverified',
        ]
      : findings.flatMap((finding) => findingLines(finding, options))),
  ];
}

function row(title: string, text: string): string {
  return `${title.padEnd(22)}  ${text}`;
}

function accountLines(name: AccountName, spans: { readonly hour: Counts; readonly day: Counts }): string[] {
  const [title] = TITLES[name];
  return [
    row(title, `hour  ${accountText(name, accountsOf(spans.hour)[name])}`),
    row('', `day   ${accountText(name, accountsOf(spans.day)[name])}`),
  ];
}

/** Duplicates, dead letters and the like name no connection in the log. */
function eventLines(spans: { readonly hour: Counts; readonly day: Counts }): string[] {
  const text = (counts: Counts) => `${counts.of('EventQueued')} queued, ${counts.of('EventSent')} sent`;
  return [row('queue → Dfinery', `hour  ${text(spans.hour)}`), row('', `day   ${text(spans.day)}`)];
}

function accountText(name: AccountName, { total, parts, rest }: Account): string {
  const [, verb, more, fewer] = TITLES[name];
  const shown = parts.filter(({ count }, index) => count > 0 || index === 0);
  const terms = [
    ...shown.map(({ name: part, count, reasons }) => `${count} ${part}${reasonText(reasons)}`),
    ...(rest > 0 ? [`${rest} ${more}`] : []),
  ];
  return `${total} ${verb} = ${terms.join(' + ')}${rest < 0 ? ` − ${-rest} ${fewer}` : ''}`;
}

function reasonText(reasons: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  return sorted.length === 0 ? '' : ` (${sorted.map(([reason, count]) => `${reason} ${count}`).join(', ')})`;
}

function ageText(age: Age | undefined, slowest: Age | undefined): string {
  if (age === undefined || slowest === undefined) return 'nothing was accepted';
  const now = `p50 ${span(age.p50)}, p99 ${span(age.p99)} in the hour from ${time(age.from)}`;
  return `${now} · slowest hour of the day: p99 ${span(slowest.p99)} from ${time(slowest.from)}`;
}

function waitingText({ waiting, oldest: ages }: StatusFacts): string {
  const oldestEventMs = ages.get('OldestEventAge');
  const queues = Object.entries(waiting).map(([queue, { visible, inFlight }]) => {
    const backOff = inFlight === 0 ? '' : ` (${inFlight} in back-off or at work)`;
    return `${visible + inFlight} ${queue}${backOff}`;
  });
  const oldest = oldestEventMs === undefined ? [] : [`oldest of the last batches ${span(oldestEventMs)}`];
  return [...queues, ...oldest].join(' · ');
}

function pauseText({ connection, serviceId, call, reason, until, nextProbe }: LanePause): string {
  const lane = [connection ?? 'all', 'at', serviceId, ...(call === undefined ? [] : [call])].join(' ');
  return `${lane}: ${reason} until ${time(until)}, next probe ${time(nextProbe)}`;
}

function personText({ parked, letters, lateErasures, day, only }: StatusFacts): string {
  const dead = `${letters.events + letters.fetches + letters.erasures} dead letters`;
  // The other figures are metrics, which know no connection.
  if (only !== undefined)
    return `${parked} parked · ${lateErasures} late privacy requests · ${dead} of all connections`;
  return [
    `${parked} parked`,
    dead,
    `${lateErasures + day.of('ErasureIncomplete') + day.of('DataRequested')} privacy requests`,
    `${day.of('OrderRecovered')} recovered by polls`,
    `${day.of('EventUnconfirmed')} unconfirmed`,
  ].join(' · ');
}

function findingLines({ needsPerson, says, type, page }: Finding, options: string): string[] {
  return [`${needsPerson ? '✗' : '…'} ${says}`, `    → adapter ${type} ${options}   docs/runbook.md#${page}`];
}

function span(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 600_000) return `${Math.round(ms / 1_000)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

function at(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}
