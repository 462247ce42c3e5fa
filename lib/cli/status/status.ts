import type { Command } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { ACCESS_OPTIONS, accessWords, openAccess } from '../operator-access.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { findWrong } from './find-wrong.ts';
import { readFacts } from './read-facts.ts';
import { toStatusJson } from './status-json.ts';
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
    if (values.json) terminal.print(JSON.stringify(toStatusJson(facts, findings), undefined, 2));
    else
      for (const line of toStatusText(facts, findings, accessWords(values).join(' '))) terminal.print(line);
    return findings.some(({ needsPerson }) => needsPerson) ? exitCodes.needsPerson : exitCodes.done;
  },
};
