import type { DeadLetters, HeldLetter } from '../../queue/held-letters.ts';
import { type LetterQueue, letterReaders } from '../../queue/letter-message.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, accessWords, openAccess } from '../operator-access.ts';
import { isAction, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { readInstant } from '../read-instant.ts';
import { type ChangeRequest, changeLetters } from './change-letters.ts';
import { countChanges } from './count-changes.ts';
import { describeGroup, groupLetters } from './group-letters.ts';
import { knownCauses } from './known-causes.ts';
import { detailsOf, summaryOf } from './letter-details.ts';
import { letterSubjects } from './letter-subjects.ts';
import { lookAtLetters } from './look-at-letters.ts';

const DEFAULT_PER_SECOND = 10;

const help = {
  does: 'Shows messages that are no longer retried, and puts them back into their queue.',
  actions: {
    list: {
      does: "groups them by cause, in Dfinery's own words; each group ends with the command that redrives it",
    },
    show: { takes: 'ID', does: 'shows one whole; its values are masked' },
    redrive: { does: 'says which would be put back; with --yes puts them back' },
    keep: { does: 'keeps them for another 14 days, with --yes' },
    export: { takes: 'FILE', does: 'writes them to a file, with personal data' },
  },
  options: {
    queue: {
      type: 'string',
      value: 'QUEUE',
      means: 'the queue that they were meant for',
      otherwise: 'events',
      values: Object.keys(letterReaders),
    },
    cause: { type: 'string', value: 'C', means: 'only those of this cause' },
    code: { type: 'string', value: 'CODE', means: "only those with this code of Dfinery's or the shop's" },
    connection: { type: 'string', value: 'C', means: 'only those of this connection' },
    order: { type: 'string', value: 'ID', means: 'only those of this order and its refunds' },
    since: { type: 'string', value: 'INSTANT', means: 'only those that died then or later' },
    until: { type: 'string', value: 'INSTANT', means: 'only those that died before' },
    each: { type: 'boolean', means: 'list: one JSON line a letter' },
    json: JSON_OPTION,
    reveal: { type: 'boolean', means: 'show: with personal data' },
    yes: { type: 'boolean', means: 'redrive and keep: do it', otherwise: 'only say what would be done' },
    'per-second': {
      type: 'string',
      value: 'N',
      means: 'redrive and keep: how many a second',
      otherwise: '10',
    },
    'stop-on-refusal': { type: 'boolean', means: 'redrive: stop as soon as one is refused again' },
    ...ACCESS_OPTIONS,
  },
  examples: [
    'dead-letters list --stage prod',
    'dead-letters redrive --cause refused --since 2h --yes --stage prod',
  ],
  exits: {
    invalidInput: 'there is no such letter',
    refused: 'one was refused again',
    unreachable: 'AWS did not answer',
  },
  page: 'docs/runbook.md#dead-letters-eventdead',
} as const satisfies CommandHelp;

/** Shows dead letters, and puts them back into their queue or keeps them. */
export const deadLetters: Command = {
  help,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openAccess(request.access, terminal);
    const subjectOf = await letterSubjects(request.queue, access);
    const tombstones = access.tombstones();
    const isErased = async (letter: HeldLetter): Promise<boolean> => {
      const subject = subjectOf(letter);
      return subject !== undefined && (await tombstones.erased([subject])).size > 0;
    };
    const { letters, changed } = countChanges(access.letters(request.queue));
    try {
      return await actions[request.action](letters, { ...request, isErased }, terminal);
    } finally {
      const what = `dead-letters ${request.action}`;
      await noteChange(access, terminal, { what, count: changed(), detail: request.queue });
    }
  },
};

type Action = 'list' | 'show' | 'redrive' | 'keep' | 'export';

interface Request extends Omit<ChangeRequest, 'isErased'> {
  readonly action: Action;
  /** The queue that the letters were meant for. */
  readonly queue: LetterQueue;
  /** The letter of `show`, the file of `export`. */
  readonly subject: string;
  readonly reveal: boolean;
  /** One line a letter. */
  readonly each: boolean;
  readonly json: boolean;
  /** The options that chose the letters, but cause and code, to be typed again. */
  readonly chosenBy: readonly string[];
  readonly access: AccessArguments;
}

type Call = Request & ChangeRequest;

const actions: Record<
  Action,
  (letters: DeadLetters, request: Call, terminal: Terminal) => Promise<ExitCode>
> = {
  async list(letters, { isWanted, each, json, chosenBy, queue }, { print, complain, screen }) {
    const found = await lookAtLetters(letters, isWanted);
    if (found.length === 0) complain(`No such dead letter of ${queue}.`);
    if (each) {
      for (const letter of found) print(JSON.stringify(summaryOf(letter)));
      return exitCodes.done;
    }
    for (const group of groupLetters(found)) {
      if (json || screen === undefined) print(JSON.stringify(group));
      else for (const line of describeGroup(group, chosenBy)) print(line);
    }
    return exitCodes.done;
  },

  async show(letters, { subject, reveal }, { print, complain }) {
    const found = await lookAtLetters(letters, ({ id }) => id.startsWith(subject));
    const letter = found.find(({ id }) => id === subject) ?? found[0];
    if (letter === undefined) {
      complain(`No dead letter ${subject}`);
      return exitCodes.invalidInput;
    }
    if (found.length > 1 && letter.id !== subject) {
      complain(`${found.length} dead letters begin with ${subject}: ${found.map(({ id }) => id).join(', ')}`);
      return exitCodes.invalidInput;
    }
    print(JSON.stringify(detailsOf(letter, reveal), undefined, 2));
    return exitCodes.done;
  },

  async export(letters, { subject, isWanted }, { write, complain }) {
    const found = await lookAtLetters(letters, isWanted);
    await write(subject, found.map((letter) => `${JSON.stringify(detailsOf(letter, true))}\n`).join(''));
    complain(
      `${found.length} dead letters written to ${subject}, with personal data. They are still in the queue.`,
    );
    return exitCodes.done;
  },

  redrive: (letters, request, terminal) =>
    changeLetters(letters, request, {
      ...terminal,
      verb: 'redriven',
      act: (letter) => letters.redrive(letter),
      // What takes back waits for its purchase, which may be a dead letter, too.
      turns: [(letter) => !isTakingBack(letter), isTakingBack],
    }),

  keep: (letters, request, terminal) =>
    changeLetters(letters, request, {
      ...terminal,
      verb: 'kept',
      act: (letter) => letters.keep(letter, new Date()),
    }),
};

function isTakingBack({ message }: HeldLetter): boolean {
  return message?.kind === 'refund' || message?.kind === 'closing';
}

/** A refund has the id `{orderId}/{refundId}`. */
function isAbout({ message }: HeldLetter, order: string): boolean {
  return message?.orderId === order || message?.orderId?.startsWith(`${order}/`) === true;
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, help.options);
  const [word, subject = '', ...more] = positionals;
  const action = readAction('dead-letters', word, actions);
  refuseMore(more);
  const needsSubject = action === 'show' || action === 'export';
  if (needsSubject !== (subject !== '')) {
    throw new UsageError(needsSubject ? `${action} needs one argument` : `${action} takes no argument`);
  }
  const perSecond = Number(values['per-second'] ?? DEFAULT_PER_SECOND);
  if (!(perSecond > 0 && perSecond <= 1_000))
    throw new UsageError('--per-second needs a number above 0, up to 1000');
  const { cause, code, connection, order, queue = 'events' } = values;
  if (!isAction(queue, letterReaders)) throw new UsageError('--queue needs events, fetches or erasures');
  if (cause !== undefined && !knownCauses(queue).includes(cause)) {
    throw new UsageError(`--cause ${cause} is none of ${queue}: ${knownCauses(queue).join(', ')}`);
  }
  const isOfTime = readTimes(values);
  return {
    action,
    queue,
    subject,
    isWanted: (letter) =>
      (cause === undefined || letter.cause === cause) &&
      (code === undefined || letter.attributes['code'] === code) &&
      isOfTime(letter) &&
      (connection === undefined || letter.message?.connection === connection) &&
      (order === undefined || isAbout(letter, order)),
    reveal: values.reveal ?? false,
    each: values.each ?? false,
    json: values.json ?? false,
    chosenBy: [
      ...(['queue', 'connection', 'order', 'since', 'until'] as const).flatMap((name) => {
        const value = values[name];
        return value === undefined ? [] : [`--${name}`, value];
      }),
      ...accessWords(values),
    ],
    yes: values.yes ?? false,
    perSecond,
    stopOnRefusal: values['stop-on-refusal'] ?? false,
    access: values,
  };
}

/**
 * By the time of death, because what died in an outage belongs together; when it was received says little after days of waiting. A
 * letter that SQS itself moved has no such time, so neither option chooses it.
 */
function readTimes({ since, until }: { readonly since?: string; readonly until?: string }) {
  const now = Date.now();
  const from = since === undefined ? Number.NEGATIVE_INFINITY : readInstant(since, '--since', now);
  const to = until === undefined ? Number.POSITIVE_INFINITY : readInstant(until, '--until', now);
  if (since === undefined && until === undefined) return () => true;
  return ({ attributes: { diedAt = '' } }: HeldLetter): boolean => {
    const at = Date.parse(diedAt);
    return at >= from && at < to;
  };
}
