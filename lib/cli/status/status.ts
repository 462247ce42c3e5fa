import type { Command } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { ACCESS_OPTIONS, accessWords, openAccess } from '../operator-access.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { type Account, accountsOf } from './account.ts';
import type { Counts } from './counts.ts';
import { findWrong } from './find-wrong.ts';
import { readFacts } from './read-facts.ts';
import type { Finding, StatusFacts } from './status-facts.ts';
import { toStatusText } from './status-text.ts';

const help = {
  does: 'Says what came, what was sent, what waits for a person, and what to type next.',
  options: {
    connection: {
      type: 'string',
      value: 'C',
      means: 'one connection alone, counted by its log lines',
      otherwise: 'all connections',
    },
    json: { ...JSON_OPTION, means: 'the same as JSON' },
    ...ACCESS_OPTIONS,
  },
  examples: ['status --stage prod', 'status --connection main --stage prod'],
  exits: { needsPerson: 'something needs a person', unreachable: 'AWS did not answer' },
  page: 'docs/reference.md#adapter-status',
} as const satisfies CommandHelp;

/** Shows where orders are: the accounts of the last hour and day, pauses, what waits for a person, and what to type next. */
export const status: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, help.options);
    refuseMore(positionals);
    using access = await openAccess(values, terminal);
    const facts = await readFacts(access, values.connection);
    const findings = findWrong(facts);
    if (values.json) terminal.print(JSON.stringify(toJson(facts, findings), undefined, 2));
    else
      for (const line of toStatusText(facts, findings, accessWords(values).join(' '))) terminal.print(line);
    return findings.some(({ needsPerson }) => needsPerson) ? exitCodes.needsPerson : exitCodes.done;
  },
};

function toJson({ hour, day, spans, ...facts }: StatusFacts, findings: readonly Finding[]) {
  return {
    at: toText(spans.now),
    hour: { since: toText(spans.hour), ...spanJson(hour, facts.only) },
    day: { since: toText(spans.day), ...spanJson(day, facts.only) },
    age: facts.age && { ...facts.age, from: toText(facts.age.from) },
    slowestHour: facts.slowest && { ...facts.slowest, from: toText(facts.slowest.from) },
    oldestEventMs: facts.oldestEventMs,
    waiting: facts.waiting,
    pauses: facts.pauses.map((pause) => ({
      ...pause,
      until: toText(pause.until),
      nextProbe: toText(pause.nextProbe),
    })),
    connections: facts.connections.map(({ acceptedAt, refusedAt, heardAt, ...connection }) => ({
      ...connection,
      acceptedAt: toText(acceptedAt),
      refusedAt: toText(refusedAt),
      heardAt: toText(heardAt),
    })),
    forPerson: {
      parked: facts.parked,
      deadLetters: facts.letters,
      latePrivacyRequests: facts.lateErasures,
      ...(facts.only === undefined && metricsForPerson(day)),
    },
    findings,
  };
}

/** Log lines of a connection do not tell these. */
function metricsForPerson(day: Counts) {
  return {
    incompletePrivacyRequests: day.of('ErasureIncomplete') + day.of('DataRequested'),
    recovered: day.of('OrderRecovered'),
    unconfirmed: day.of('EventUnconfirmed'),
  };
}

/** The log lines of one connection do not fill the account of events. */
function spanJson(counts: Counts, only: string | undefined) {
  if (only === undefined) {
    const accounts = accountsOf(counts);
    return Object.fromEntries(
      Object.entries(accounts).map(([name, account]) => [name, accountJson(account)]),
    );
  }
  return {
    deliveries: accountJson(accountsOf(counts).deliveries),
    events: { total: counts.of('EventQueued'), sent: counts.of('EventSent') },
  };
}

function accountJson({ total, parts, rest }: Account) {
  return {
    total,
    ...Object.fromEntries(parts.map(({ name, count }) => [name, count])),
    rest,
    reasons: Object.fromEntries(
      parts.flatMap(({ name, reasons }) => (Object.keys(reasons).length > 0 ? [[name, reasons]] : [])),
    ),
  };
}

function toText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
