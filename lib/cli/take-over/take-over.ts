import { isKeptName, type KeptName, keptNames, keptResources } from '../../stores/stacks/kept-resources.ts';
import { ACCESS_OPTIONS } from '../access-options.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import type { ExitCode } from '../exit-codes.ts';
import { parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { listLeft } from './list-left.ts';
import { takeOverContents } from './take-over-contents.ts';
import type { TakeOverRequest } from './take-over-request.ts';
import { takeOverStack } from './take-over-stack.ts';

const { stage, region } = ACCESS_OPTIONS;

const options = {
  from: {
    type: 'string',
    value: 'ID',
    means: 'take what the removed stack with this id left, as list shows it',
    otherwise: 'stack: the only one there is',
  },
  use: {
    type: 'string',
    value: 'NAME=PHYSICAL',
    multiple: true,
    means: 'take this one: LedgerTable=the-name-of-a-table, EventsQueue=the-address-of-a-queue',
  },
  new: {
    type: 'string',
    value: 'NAME',
    multiple: true,
    means: 'stack: leave this one out; the deployment makes an empty one',
  },
  yes: { type: 'boolean', means: 'do it', otherwise: 'only say what would be done' },
  json: JSON_OPTION,
  stage,
  region,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Gives a stage what an earlier installation of it left: its queues, tables and bucket, or their contents.',
  actions: {
    list: { does: 'lists what removed stacks of the stage left, for 90 days' },
    stack: {
      does: 'makes a stack of it, before you deploy: the deployment then uses it and makes nothing anew',
    },
    contents: {
      does: 'copies tables and moves messages into a stage that is deployed; what it has itself is kept',
    },
  },
  options,
  notes: [`NAME is one of ${keptNames.join(', ')}.`],
  examples: [
    'take-over list --stage prod',
    'take-over stack --stage prod --yes',
    'take-over contents --use LedgerTable=dfinery-webhook-adapter-prod-LedgerTable-copy --stage prod --yes',
  ],
  exits: {
    invalidInput: 'there are several to choose from, one is missing, or the stack is in the way',
    refused: 'AWS denies it',
    unreachable: 'AWS did not answer',
  },
  page: 'docs/remove-and-restore.md',
} as const satisfies CommandHelp;

/** Gives a stage what an earlier installation of it left. */
export const takeOver: Command = {
  help,
  run: (args, terminal) => {
    const { action, ...request } = readArguments(args);
    return actions[action](request, terminal);
  },
};

type Action = 'list' | 'stack' | 'contents';

const actions: Readonly<Record<Action, (request: TakeOverRequest, terminal: Terminal) => Promise<ExitCode>>> =
  { list: listLeft, stack: takeOverStack, contents: takeOverContents };

function readArguments(args: readonly string[]): TakeOverRequest & { readonly action: Action } {
  const { values, positionals } = parseOptions(args, options);
  const [word, ...more] = positionals;
  const action = readAction('take-over', word, actions);
  refuseMore(more);
  const { from, use = [], new: fresh = [], yes = false, json = false } = values;
  if (action === 'list' && (from !== undefined || use.length > 0 || yes)) {
    throw new UsageError('list takes only --json, --stage and --region');
  }
  if (action !== 'stack' && fresh.length > 0) throw new UsageError('--new is for stack');
  if (action === 'contents' && from === undefined && use.length === 0) {
    throw new UsageError('contents needs --from ID or --use NAME=PHYSICAL: take-over list shows both');
  }
  return {
    action,
    from,
    use: new Map(use.map(readUse)),
    fresh: new Set(fresh.map(readName)),
    yes,
    json,
    access: values,
  };
}

function readUse(word: string): [KeptName, string] {
  const [, before = word, physicalId = ''] = /^([^=]*)=(.+)$/.exec(word) ?? [];
  const name = readName(before);
  if (physicalId === '') throw new UsageError(`--use ${word} names no resource: ${name}=…`);
  const isAddress = /^https?:\/\//.test(physicalId);
  if (isAddress !== (keptResources[name].type === 'AWS::SQS::Queue')) {
    throw new UsageError(
      isAddress
        ? `${name} is no queue, so it has no address`
        : `${name} needs the address of a queue: https://sqs.…`,
    );
  }
  return [name, physicalId];
}

function readName(word: string): KeptName {
  if (isKeptName(word)) return word;
  throw new UsageError(`Unknown NAME: ${word}. There are ${keptNames.join(', ')}.`);
}
