import { ConfigError } from '../../model/errors.ts';
import { letterReaders } from '../../queue/letter-message.ts';
import { type Moved, moveMessages } from '../../queue/move-messages.ts';
import { type Copied, type CopyItem, copyIfAbsent, copyItems } from '../../stores/copy-items.ts';
import { copyLedgerItem } from '../../stores/ledger/copy-ledger-item.ts';
import { type KeptName, keptNames } from '../../stores/stacks/kept-resources.ts';
import { copyErasure } from '../../stores/tombstones/copy-erasure.ts';
import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { noteChange } from '../note-change.ts';
import type { Clients } from '../open-clients.ts';
import { type OperatorAccess, openAccess } from '../operator-access.ts';
import { type Column, createResults } from '../print-results.ts';
import { findLeft, lookAtNamed, openStage } from './find-left.ts';
import { leftOfStack } from './left-of-stack.ts';
import { shortNameOf } from './left-resource.ts';
import type { TakeOverRequest } from './take-over-request.ts';

type Config = OperatorAccess['config'];
/** Puts the contents of a resource into the stage's own, and says in words what became of them. */
type PutInto = (clients: Clients, from: string, to: string) => Promise<Done>;

interface Done {
  readonly count: number;
  readonly outcome: string;
}

/** Where contents go, and how. The bucket is not among them: `aws s3 sync` does that, and the page says when it must not. */
const targets: Readonly<
  Partial<Record<KeptName, { readonly of: (config: Config) => string; readonly put: PutInto }>>
> = {
  ErasuresTable: { of: ({ ERASURES_TABLE: name }) => name, put: copying(copyErasure) },
  LedgerTable: { of: ({ LEDGER_TABLE: name }) => name, put: copying(copyLedgerItem) },
  TokensTable: { of: ({ TOKENS_TABLE: name }) => name, put: copying(copyIfAbsent) },
  ErasuresQueue: { of: ({ ERASURES_QUEUE_URL: url }) => url, put: moving(letterReaders.erasures) },
  ErasuresDeadLetterQueue: { of: ({ ERASURES_DEAD_LETTER_QUEUE_URL: url }) => url, put: moving() },
  FetchesQueue: { of: ({ FETCHES_QUEUE_URL: url }) => url, put: moving(letterReaders.fetches) },
  FetchesDeadLetterQueue: { of: ({ FETCHES_DEAD_LETTER_QUEUE_URL: url }) => url, put: moving() },
  EventsQueue: { of: ({ EVENTS_QUEUE_URL: url }) => url, put: moving(letterReaders.events) },
  EventsDeadLetterQueue: { of: ({ DEAD_LETTER_QUEUE_URL: url }) => url, put: moving() },
};

interface ContentsRow {
  readonly name: KeptName;
  readonly from: string;
  readonly into: string;
  readonly holds: string | undefined;
  /** `undefined` if nothing was done. */
  readonly outcome: string | undefined;
}

const columns: readonly Column<ContentsRow>[] = [
  { title: 'name', of: ({ name }) => name },
  { title: 'from', of: ({ from }) => shortNameOf({ physicalId: from }) },
  { title: 'into', of: ({ into }) => shortNameOf({ physicalId: into }) },
  { title: 'holds', of: ({ holds }) => holds },
  { title: 'done', of: ({ outcome }) => outcome },
];

/**
 * Copies tables and moves messages into a deployed stage, while it works. It begins with who was erased, then what was
 * sent, so that nothing is sent that either of both knows. What the stage has written itself is never replaced.
 * @throws {ConfigError} there is no such stage or resource. @throws {UnavailableError} AWS did not answer: run it again.
 */
export async function takeOverContents(request: TakeOverRequest, terminal: Terminal): Promise<ExitCode> {
  using access = await openAccess(request.access, terminal);
  using stage = await openStage(request.access, terminal);
  const left = request.from === undefined ? [] : leftOfStack(await findLeft(stage), request.from);
  const named = await lookAtNamed(stage, request);
  const wanted = keptNames.flatMap((name) => {
    const found = [...named, ...left].find((one) => one.name === name);
    return found === undefined ? [] : [found];
  });

  const results = createResults<ContentsRow>(terminal, { json: request.json, columns, empty: '' });
  for (const resource of wanted) {
    const { name, physicalId: from, holds } = resource;
    const target = targets[name];
    if (target === undefined) {
      terminal.complain(
        `${name} is not copied: ${stage.stackName} keeps its own. The page says what to do with ${from}.`,
      );
      continue;
    }
    const into = target.of(access.config);
    // A queue has several addresses.
    if (shortNameOf({ physicalId: into }) === shortNameOf(resource)) {
      throw new ConfigError(`${from} is the stage's own ${name}`);
    }
    const done = request.yes ? await target.put(stage.clients, from, into) : undefined;
    results.add({ name, from, into, holds, outcome: done?.outcome });
    if (done) {
      await noteChange(access, terminal, { what: 'take-over contents', count: done.count, detail: name });
    }
  }
  results.end();
  if (!request.yes) terminal.complain('Nothing was changed. Add --yes to do it.');
  return exitCodes.done;
}

function copying(copyItem: CopyItem): PutInto {
  return async ({ dynamoDb }, from, to) => toDone(await copyItems(dynamoDb(), { from, to, copyItem }));
}

function toDone({ copied, known, leftOut }: Copied): Done {
  const left = leftOut === 0 ? '' : `, ${leftOut} of customers left out`;
  return { count: copied, outcome: `${copied} copied, ${known} known${left}` };
}

/** Dead letters have no group, because only a person reads them. */
function moving(read?: (body: string) => { readonly connection: string } | undefined): PutInto {
  const groupOf = (body: string): string | undefined => read?.(body)?.connection;
  return async ({ sqs }, from, to) => toMoved(await moveMessages(sqs(), { from, to, groupOf }));
}

function toMoved({ moved, hidden }: Moved): Done {
  const later = hidden === 0 ? '' : `, ${hidden} are hidden: run it again later`;
  return { count: moved, outcome: `${moved} moved${later}` };
}
