import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Commands } from '../../help-text.ts';
import { answerRun } from './answer-run.ts';
import type { ConsoleSettings } from './console-settings.ts';
import { type Question, questions } from './questions.ts';

/** What each command may be given on a stage, beside what it must be given there. A question that is not here is never run. */
const harmless: Readonly<Record<string, { readonly must?: string; readonly mayNot?: string }>> = {
  status: {},
  'connection list': {},
  doctor: {},
  names: {},
  trace: {},
  logs: {},
  'parked list': {},
  'parked show': {},
  'parked replay': { must: '--dry-run' },
  'dead-letters list': {},
  'dead-letters show': {},
  'dead-letters redrive': { mayNot: '--yes' },
  reconcile: { mayNot: '--yes' },
  transform: {},
  signature: {},
  trigger: { must: '--print' },
};

/** The real commands by name, which note what they are asked instead of doing it. */
function notingCommands() {
  const asked: (readonly string[])[] = [];
  const noting: Commands = Object.fromEntries(
    Object.entries(commands).map(([name, listed]) => {
      const run = (args: readonly string[]) => {
        asked.push([name, ...args]);
        return Promise.resolve(exitCodes.done);
      };
      return [name, { ...listed, command: { ...listed.command, run } }];
    }),
  );
  return { asked, noting };
}

function onStage(stageCommands: Commands): ConsoleSettings {
  return {
    port: 0,
    accessWords: ['--stage', 'prod'],
    stage: 'prod',
    local: undefined,
    feed: undefined,
    commands: stageCommands,
    environment: {},
    onError: (error) => {
      throw error;
    },
  };
}

/** Every name that any question knows, and some that none does. */
const names = [
  ...new Set(
    Object.values<Question>(questions).flatMap(({ argument, options = [], flags = [] }) => [
      ...(argument === undefined ? [] : [argument]),
      ...options,
      ...flags,
    ]),
  ),
  ...['stage', 'local', 'region', 'reveal', 'keep', 'orders', '__proto__', 'constructor', 'yes --yes'],
];

const valuesOf = fc.dictionary(
  fc.constantFrom(...names),
  fc.constantFrom('', 'yes', 'x', 'no', '0', 'x --yes', 'x\n--yes', '--yes', '-y', '=--yes', '–yes'),
  { maxKeys: names.length },
);

describe('On a stage', () => {
  test.each(Object.keys(questions))('no values make the question %s change anything', async (question) => {
    const { asked, noting } = notingCommands();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(valuesOf, fc.boolean(), async (values, reveal) => {
        asked.length = 0;
        await answerRun({ question, values, reveal, headers: ['--yes'], secret: 'x' }, onStage(noting));

        runs += asked.length;
        for (const args of asked) {
          const words = args.slice(
            0,
            args.findIndex((arg, at) => at > 0 && !isAction(args[0], arg)),
          );
          const rule = harmless[words.join(' ')];
          expect([args, rule]).not.toContain(undefined);
          if (rule?.must !== undefined) expect(args).toContain(rule.must);
          if (rule?.mayNot !== undefined) expect(args).not.toContain(rule.mayNot);
          // The stage is that of the console, and no value is an option.
          expect(args.filter((arg) => /^--(stage|local|region)/.test(arg)).length).toBeLessThan(2);
          expect(args.filter((arg) => arg.startsWith('-') && !KNOWN.test(arg))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(runs > 0).toBe(question !== 'trigger' && question !== 'send');
  });
});

const ACTIONS: Readonly<Record<string, RegExp>> = {
  connection: /^list$/,
  parked: /^(list|show|replay)$/,
  'dead-letters': /^(list|show|redrive)$/,
};

function isAction(command: string | undefined, word: string): boolean {
  return ACTIONS[command ?? '']?.test(word) ?? false;
}

/** Options of the table as they are written, flags without a value. */
const KNOWN =
  /^(-|--(json|each|explain|print|reveal|all|dry-run|repair|new-id)|--stage|--(connection|since|order|level|queue|cause|code|from|to|source|topic|shop|at|case|header)=.*)$/s;
