import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { LOCAL_STACK_FILE } from '../../find-environment.ts';
import type { RunAnswer } from '../console-api.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { KeptDelivery } from './live-feed.ts';
import { maskPersons } from './mask-persons.ts';
import { findQuestion } from './questions.ts';
import { type Readable, runQuestion } from './run-question.ts';
import { toArguments, toCommandLine } from './to-arguments.ts';

/** Node takes no more of a request. Each is compared with many others, so 100,000 would take minutes. */
const MAX_HEADERS = 2_000;

const RunRequestSchema = v.strictObject({
  question: v.string(),
  values: v.record(v.string(), v.string()),
  headers: v.optional(v.pipe(v.array(v.string()), v.maxLength(MAX_HEADERS)), []),
  stdin: v.optional(
    v.union([v.strictObject({ text: v.string() }), v.strictObject({ delivery: v.number() })]),
  ),
  secret: v.optional(v.string()),
  reveal: v.boolean(),
});

type RunRequest = v.InferOutput<typeof RunRequestSchema>;

/** A request that cannot be run, with the sentence that says why. */
export interface NotRun {
  readonly status: 400 | 404;
  readonly message: string;
}

/**
 * Runs the command that the page asks for. On a stage, one that changes something is not run: the answer is the command, to be
 * typed by a person.
 */
export async function answerRun(body: unknown, settings: ConsoleSettings): Promise<RunAnswer | NotRun> {
  const read = v.safeParse(RunRequestSchema, body);
  if (!read.success) return { status: 400, message: 'Expected a question with its values' };
  const asked = read.output;
  const question = findQuestion(asked.question);
  if (question === undefined) return { status: 404, message: `There is no question ${asked.question}` };
  const delivery = deliveryOf(asked, settings);
  if (delivery === 'gone') return { status: 404, message: 'The bytes of this delivery are no longer kept' };

  const { accessWords, local } = settings;
  const headers = asked.question === 'signature' ? headerLines(asked, delivery) : [];
  let args: string[];
  try {
    args = toArguments(question, asked.values, { accessWords, local, reveal: asked.reveal, headers });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { status: 400, message: error.message };
  }
  if (local === undefined && question.changes?.(asked.values) === true) {
    return { command: toCommandLine(args), exitCode: 0, results: [], complaints: [] };
  }
  const answer = await runQuestion(args, readableOf(asked, delivery, settings));
  const isMasked = !asked.reveal && question.reads === true;
  return isMasked ? { ...answer, results: answer.results.map(maskPersons) } : answer;
}

function deliveryOf({ stdin }: RunRequest, { feed }: ConsoleSettings): KeptDelivery | undefined | 'gone' {
  if (stdin === undefined || 'text' in stdin) return undefined;
  const kept = feed?.delivery(stdin.delivery);
  return kept?.rawBody === undefined ? 'gone' : kept;
}

/** Those that were typed, else those with which the delivery came. Headers that hold a key never reach the page. */
function headerLines({ headers }: RunRequest, delivery: KeptDelivery | undefined): readonly string[] {
  if (headers.length > 0 || delivery === undefined) return headers;
  return Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}`);
}

function readableOf(
  { stdin, secret }: RunRequest,
  delivery: KeptDelivery | undefined,
  { commands, local, environment }: ConsoleSettings,
): Readable {
  const text = stdin !== undefined && 'text' in stdin ? stdin.text : '';
  return {
    commands,
    stdin: delivery?.rawBody ?? Buffer.from(text),
    environment: { ...environment, ...(secret !== undefined && { WEBHOOK_SECRET: secret }) },
    files:
      local === undefined
        ? {}
        : {
            [local.connectionsFile]: () => readFile(local.connectionsFile),
            [LOCAL_STACK_FILE]: () => Promise.resolve(Buffer.from(JSON.stringify(local.stackFile))),
          },
  };
}
