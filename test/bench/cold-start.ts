import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleModule } from '../../infra/build.ts';
import { bytesAtStart } from './bundle-account.ts';
import { firstAnswerMs } from './first-answer-ms.ts';
import { importMs } from './import-ms.ts';
import { quantile } from './quantile.ts';
import { figure, type Section, target } from './section.ts';

/** Starts of each, in turns. */
const STARTS = 9;

/** The handlers that are started. Those called clients have the AWS clients of a function and nothing else. */
const entries = {
  empty: 'test/bench/handlers/empty.ts',
  'receiver’s AWS clients': 'test/bench/handlers/receiver-clients.ts',
  receiver: 'functions/receive-webhook.ts',
  'drain’s AWS clients': 'test/bench/handlers/drain-clients.ts',
  drain: 'functions/drain-events.ts',
  'fetching function': 'functions/fetch-orders.ts',
  'erasing function': 'functions/erase-customers.ts',
} as const;

type HandlerName = keyof typeof entries;

const names = Object.keys(entries) as HandlerName[];

interface Packaged {
  readonly name: HandlerName;
  readonly folder: string;
  readonly bundle: Metafile;
}

/** Time to import each packaged handler in a fresh process, and to its first answer under AWS's runtime client. */
export async function coldStart(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-cold-start-'));
  try {
    const packaged = await Promise.all(names.map((name) => packageInto(folder, name)));
    const imports = await inTurns(packaged, (handler) => importMs(join(handler.folder, 'index.mjs')));
    const answers = await inTurns(packaged, (handler) => firstAnswerMs(handler.folder));
    const ratio = (name: 'receiver' | 'drain') => imports[name] / imports[`${name}’s AWS clients`];
    return {
      title: 'Cold start',
      says: `The median of ${STARTS} fresh processes each, in turns. The first answer is taken under AWS’s runtime client, counted from the start of its process. No event asks for work, so only the start is timed.`,
      rows: packaged.map(({ name, bundle }) => ({
        name,
        figures: {
          read: figure(bytesAtStart(bundle) / 1024, 'KB'),
          import: figure(imports[name] * 1e6, 'ns'),
          'first answer': figure(answers[name] * 1e6, 'ns'),
        },
      })),
      targets: (['receiver', 'drain'] as const).map((name) =>
        target(`cold import of the ${name}: in parts of its AWS clients’`, ratio(name), { atMost: 1.25 }),
      ),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function packageInto(parent: string, name: HandlerName): Promise<Packaged> {
  const folder = join(parent, name.replaceAll(/\W+/g, '-'));
  return { name, folder, bundle: await bundleModule(entries[name], folder) };
}

/** Returns the median for each handler. */
async function inTurns(
  handlers: readonly Packaged[],
  take: (handler: Packaged) => Promise<number>,
): Promise<Readonly<Record<HandlerName, number>>> {
  const found = handlers.map((handler) => ({ handler, taken: [] as number[] }));
  for (let start = 0; start < STARTS; start += 1) {
    for (const { handler, taken } of found) taken.push(await take(handler));
  }
  const medians = found.map(({ handler, taken }) => [handler.name, quantile(taken, 0.5)] as const);
  return Object.fromEntries(medians) as Record<HandlerName, number>;
}
