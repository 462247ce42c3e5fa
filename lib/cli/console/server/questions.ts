/** Values of a question by name, as the page sends them. A flag has the value `yes`. */
export type Values = Readonly<Record<string, string>>;

/** A question of the page: a command of `adapter` with its options. */
export interface Question {
  /** The command, and its action if it has one. */
  readonly words: readonly [string, ...string[]];
  /** The value that becomes the argument. */
  readonly argument?: string;
  /** Values that become options of the same name, in kebab case. */
  readonly options?: readonly string[];
  /** Values that become options without a value. */
  readonly flags?: readonly string[];
  /** Set for options that are always given. */
  readonly always?: readonly string[];
  /** `adapter`: it works on the adapter that the console shows. `file`: on a connection of the file of `npm start`. */
  readonly of: 'adapter' | 'file' | 'nothing';
  /** It prints values of persons if `--reveal` is given. */
  readonly reveals?: true;
  /** It reads a body from standard input. */
  readonly reads?: true;
  /** Says whether these values make it change something. */
  readonly changes?: (values: Values) => boolean;
}

const delivery = ['source', 'topic'] as const;

/** Every question of the page. What is not in this table cannot be asked. */
export const questions = {
  status: { words: ['status'], options: ['connection'], always: ['--json'], of: 'adapter' },
  connections: { words: ['connection', 'list'], always: ['--json'], of: 'adapter' },
  doctor: { words: ['doctor'], always: ['--json'], of: 'adapter' },
  trace: {
    words: ['trace'],
    argument: 'order',
    options: ['connection', 'since'],
    always: ['--json'],
    of: 'adapter',
  },
  logs: {
    words: ['logs'],
    options: ['connection', 'order', 'since', 'level'],
    always: ['--json'],
    of: 'adapter',
  },
  parked: { words: ['parked', 'list'], options: ['connection'], always: ['--json'], of: 'adapter' },
  'parked-show': { words: ['parked', 'show'], argument: 'key', of: 'adapter', reveals: true },
  'parked-replay': {
    words: ['parked', 'replay'],
    argument: 'key',
    options: ['connection'],
    flags: ['all', 'dryRun'],
    of: 'adapter',
    changes: ({ dryRun }) => dryRun === undefined,
  },
  letters: { words: ['dead-letters', 'list'], options: ['queue'], always: ['--json'], of: 'adapter' },
  'letters-each': { words: ['dead-letters', 'list'], options: ['queue'], always: ['--each'], of: 'adapter' },
  'letters-show': {
    words: ['dead-letters', 'show'],
    argument: 'id',
    options: ['queue'],
    of: 'adapter',
    reveals: true,
  },
  'letters-redrive': {
    words: ['dead-letters', 'redrive'],
    options: ['cause', 'code', 'order', 'queue', 'connection'],
    flags: ['yes'],
    of: 'adapter',
    changes: ({ yes }) => yes !== undefined,
  },
  reconcile: {
    words: ['reconcile'],
    options: ['connection', 'from', 'to'],
    flags: ['repair', 'yes'],
    always: ['--json'],
    of: 'adapter',
    changes: ({ yes }) => yes !== undefined,
  },
  transform: { words: ['transform'], options: delivery, always: ['--json'], of: 'file', reads: true },
  explain: {
    words: ['transform'],
    options: delivery,
    always: ['--explain', '--json'],
    of: 'file',
    reads: true,
  },
  signature: {
    words: ['signature'],
    options: [...delivery, 'shop', 'at'],
    always: ['--json'],
    of: 'file',
    reads: true,
  },
  case: {
    words: ['trigger'],
    argument: 'of',
    options: ['case', 'shop'],
    always: ['--print', '--json'],
    of: 'nothing',
  },
  trigger: {
    words: ['trigger'],
    argument: 'of',
    options: ['case', 'connection'],
    always: ['--json'],
    of: 'adapter',
    changes: () => true,
  },
  send: {
    words: ['send'],
    options: delivery,
    flags: ['newId'],
    of: 'file',
    reads: true,
    changes: () => true,
  },
} as const satisfies Readonly<Record<string, Question>>;

/** Returns a question by its name; `undefined` if there is none. */
export function findQuestion(name: string): Question | undefined {
  return Object.hasOwn(questions, name) ? questions[name as keyof typeof questions] : undefined;
}
