import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { OperatorConfig } from '../config.ts';
import { createDeadLetters, type DeadLetters, type HeldLetter } from '../queue/dead-letters.ts';
import { type LetterMessage, type LetterQueue, letterReaders } from '../queue/letter-message.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findTombstones } from './find-tombstones.ts';
import { letterSubjects } from './letter-subjects.ts';
import { maskText, maskValues } from './mask.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, findAdapter } from './operator-access.ts';
import { FLAG, isAction, parseOptions, TEXT } from './parse-options.ts';

/** No queue of this adapter holds more that a person would work through at once. */
const MAX_LETTERS = 10_000;
const DEFAULT_PER_SECOND = 10;

/** Looks into the dead-letter queue, and puts letters back or keeps them. */
export const deadLetters: Command = {
  usage:
    'dead-letters list|show ID|redrive|keep|export FILE [--queue events|fetches|erasures] [--cause C] [--connection C] [--order ID]\n' +
    `      [--reveal] [--yes] [--per-second N] [--stop-on-refusal] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const request = readArguments(args);
    const access = await findAdapter(request.access, terminal);
    const { config, settingsOf } = access;
    const sqs = new SQSClient(settingsOf('SQS'));
    const letters = createDeadLetters({
      sqs,
      ...queuesOf(config)[request.queue],
      readMessage: letterReaders[request.queue],
    });
    const subjectOf = await letterSubjects(request.queue, access);
    const tombstones = findTombstones(access);
    const isErased = async (letter: HeldLetter): Promise<boolean> => {
      const subject = subjectOf(letter);
      return subject !== undefined && (await tombstones.erased([subject])).size > 0;
    };
    try {
      return await actions[request.action](letters, { ...request, isErased }, terminal);
    } finally {
      sqs.destroy();
    }
  },
};

function queuesOf(config: OperatorConfig) {
  return {
    events: { queueUrl: config.DEAD_LETTER_QUEUE_URL, homeQueueUrl: config.EVENTS_QUEUE_URL },
    fetches: { queueUrl: config.FETCHES_DEAD_LETTER_QUEUE_URL, homeQueueUrl: config.FETCHES_QUEUE_URL },
    erasures: { queueUrl: config.ERASURES_DEAD_LETTER_QUEUE_URL, homeQueueUrl: config.ERASURES_QUEUE_URL },
  } satisfies Record<LetterQueue, object>;
}

type Action = 'list' | 'show' | 'redrive' | 'keep' | 'export';

interface Request {
  readonly action: Action;
  /** The queue that the letters were meant for. */
  readonly queue: LetterQueue;
  /** The letter of `show`, the file of `export`. */
  readonly subject: string;
  readonly isWanted: (letter: HeldLetter) => boolean;
  readonly reveal: boolean;
  /** Without it nothing is changed. */
  readonly yes: boolean;
  readonly perSecond: number;
  readonly stopOnRefusal: boolean;
  readonly access: Parameters<typeof findAdapter>[0];
}

interface Call extends Request {
  /** Tells whether it is about somebody who was erased. @throws {UnavailableError} nobody knows. */
  readonly isErased: (letter: HeldLetter) => Promise<boolean>;
}

const actions: Record<
  Action,
  (letters: DeadLetters, request: Call, terminal: Terminal) => Promise<ExitCode>
> = {
  async list(letters, { isWanted }, { print }) {
    for (const letter of await look(letters, isWanted)) print(JSON.stringify(summaryOf(letter)));
    return exitCodes.done;
  },

  async show(letters, { subject, reveal }, { print, complain }) {
    const [letter] = await look(letters, ({ id }) => id === subject);
    if (letter === undefined) {
      complain(`No dead letter ${subject}`);
      return exitCodes.invalidInput;
    }
    print(JSON.stringify(detailsOf(letter, reveal), undefined, 2));
    return exitCodes.done;
  },

  async export(letters, { subject, isWanted }, { write, complain }) {
    const found = await look(letters, isWanted);
    await write(subject, found.map((letter) => `${JSON.stringify(detailsOf(letter, true))}\n`).join(''));
    complain(
      `${found.length} dead letters written to ${subject}, personal data included. They are still in the queue.`,
    );
    return exitCodes.done;
  },

  redrive: (letters, request, terminal) =>
    change(letters, request, { ...terminal, verb: 'redriven', act: (letter) => letters.redrive(letter) }),

  keep: (letters, request, terminal) =>
    change(letters, request, {
      ...terminal,
      verb: 'kept',
      act: (letter) => letters.keep(letter, new Date()),
    }),
};

/** Looks at every letter and lets go of it, wanted or not. */
async function look(letters: DeadLetters, isWanted: Request['isWanted']): Promise<HeldLetter[]> {
  const held: HeldLetter[] = [];
  try {
    for await (const letter of letters.hold(MAX_LETTERS)) held.push(letter);
  } finally {
    // Only a courtesy: what cannot be let go comes back by itself.
    await Promise.allSettled(held.map((letter) => letters.letGo(letter)));
  }
  return held.filter(isWanted);
}

interface Change extends Pick<Terminal, 'print' | 'complain'> {
  readonly verb: string;
  readonly act: (letter: HeldLetter) => Promise<void>;
}

async function change(
  letters: DeadLetters,
  request: Call,
  { print, complain, verb, act }: Change,
): Promise<ExitCode> {
  if (!request.yes) {
    const counts = countByCause(await look(letters, request.isWanted));
    print(JSON.stringify({ dryRun: true, ...counts }));
    complain('Nothing was changed. Add --yes to do it.');
    return exitCodes.done;
  }

  const startedAt = new Date().toISOString();
  const done: HeldLetter[] = [];
  const others: HeldLetter[] = [];
  let erased = 0;
  let isRefused = false;
  try {
    for await (const letter of letters.hold(MAX_LETTERS)) {
      const { diedAt = '', keptAt = '' } = letter.attributes;
      // What died since is what was just put back; what was kept since is a copy of what was held.
      isRefused ||= diedAt >= startedAt && request.stopOnRefusal;
      if (isRefused || diedAt >= startedAt || keptAt >= startedAt || !request.isWanted(letter)) {
        others.push(letter);
        if (isRefused) break;
        continue;
      }
      if (await request.isErased(letter)) {
        await letters.drop(letter);
        erased += 1;
        continue;
      }
      await act(letter);
      done.push(letter);
      await sleep(1000 / request.perSecond);
    }
  } finally {
    await Promise.allSettled(others.map((letter) => letters.letGo(letter)));
    print(JSON.stringify({ [verb]: done.length, ...(erased > 0 && { erased }), ...countByCause(done) }));
  }
  if (!isRefused) return exitCodes.done;
  complain('Stopped: an event that was put back is dead again.');
  return exitCodes.refused;
}

function countByCause(letters: readonly HeldLetter[]): {
  readonly letters: number;
  readonly byCause: object;
} {
  const counts = new Map<string, number>();
  for (const { cause } of letters) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return { letters: letters.length, byCause: Object.fromEntries(counts) };
}

/** Nothing of a person. */
function summaryOf({ id, cause, attributes, message }: HeldLetter) {
  const { code, receives, queuedAt, diedAt } = attributes;
  const { kind, connection, orderId, part, parts } = message ?? {};
  return { id, cause, code, kind, connection, orderId, part, parts, receives, queuedAt, diedAt };
}

/** Dfinery's own words may quote what was sent; a body that is no message may hold anything. */
function detailsOf(letter: HeldLetter, reveal: boolean) {
  const { id, cause, attributes, message, body } = letter;
  if (reveal) return { id, cause, attributes, message: message ?? body };
  const { message: words = '' } = attributes;
  return {
    id,
    cause,
    attributes: { ...attributes, ...(words !== '' && { message: maskText(words) }) },
    message: message === undefined ? maskText(body) : maskIdentity(message),
  };
}

function maskIdentity(message: LetterMessage): object {
  return message.identity === undefined ? message : { ...message, identity: maskValues(message.identity) };
}

/** A refund is known by its order's id and its own. */
function isAbout({ message }: HeldLetter, order: string): boolean {
  return message?.orderId === order || message?.orderId?.startsWith(`${order}/`) === true;
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    queue: TEXT,
    cause: TEXT,
    connection: TEXT,
    order: TEXT,
    reveal: FLAG,
    yes: FLAG,
    'per-second': TEXT,
    'stop-on-refusal': FLAG,
  });
  const [action, subject = '', ...more] = positionals;
  if (!isAction(action, actions) || more.length > 0)
    throw new UsageError('One of list, show, redrive, keep and export');
  const needsSubject = action === 'show' || action === 'export';
  if (needsSubject !== (subject !== '')) {
    throw new UsageError(needsSubject ? `${action} needs one argument` : `${action} takes no argument`);
  }
  const perSecond = Number(values['per-second'] ?? DEFAULT_PER_SECOND);
  if (!(perSecond > 0 && perSecond <= 1_000)) throw new UsageError('--per-second takes a number up to 1000');
  const { cause, connection, order, queue = 'events' } = values;
  if (!isAction(queue, letterReaders)) throw new UsageError('--queue is events, fetches or erasures');
  return {
    action,
    queue,
    subject,
    isWanted: (letter) =>
      (cause === undefined || letter.cause === cause) &&
      (connection === undefined || letter.message?.connection === connection) &&
      (order === undefined || isAbout(letter, order)),
    reveal: values.reveal ?? false,
    yes: values.yes ?? false,
    perSecond,
    stopOnRefusal: values['stop-on-refusal'] ?? false,
    access: values,
  };
}
