import type { DeadLetters, HeldLetter } from '../../queue/held-letters.ts';
import { type LetterQueue, letterReaders } from '../../queue/letter-message.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess } from '../operator-access.ts';
import { FLAG, isAction, parseOptions, readAction, refuseMore, TEXT } from '../parse-options.ts';
import { type ChangeRequest, changeLetters } from './change-letters.ts';
import { countChanges } from './count-changes.ts';
import { detailsOf, summaryOf } from './letter-details.ts';
import { letterSubjects } from './letter-subjects.ts';
import { lookAtLetters } from './look-at-letters.ts';

const DEFAULT_PER_SECOND = 10;

/** Shows dead letters, and puts them back into their queue or keeps them. */
export const deadLetters: Command = {
  usage:
    'dead-letters list|show ID|redrive|keep|export FILE [--queue events|fetches|erasures] [--cause C] [--connection C] [--order ID]\n' +
    `      [--reveal] [--yes] [--per-second N] [--stop-on-refusal] ${ACCESS_USAGE}`,
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
  readonly access: AccessArguments;
}

type Call = Request & ChangeRequest;

const actions: Record<
  Action,
  (letters: DeadLetters, request: Call, terminal: Terminal) => Promise<ExitCode>
> = {
  async list(letters, { isWanted }, { print }) {
    for (const letter of await lookAtLetters(letters, isWanted)) print(JSON.stringify(summaryOf(letter)));
    return exitCodes.done;
  },

  async show(letters, { subject, reveal }, { print, complain }) {
    const [letter] = await lookAtLetters(letters, ({ id }) => id === subject);
    if (letter === undefined) {
      complain(`No dead letter ${subject}`);
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
  const { cause, connection, order, queue = 'events' } = values;
  if (!isAction(queue, letterReaders)) throw new UsageError('--queue needs events, fetches or erasures');
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
