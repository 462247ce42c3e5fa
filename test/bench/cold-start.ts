import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleModule } from '../../infra/build.ts';
import { bytesAtStart } from './bundle-account.ts';
import { ASSUMED_WAIT_MS, type FirstAnswers, firstAnswers } from './first-answers.ts';
import { importMs } from './import-ms.ts';
import { quantile } from './quantile.ts';
import { figure, type Row, type Section, target } from './section.ts';

/** Imports of each, in turns. */
const IMPORTS = 9;

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

/**
 * Time to import each packaged handler in a fresh process, and of the receiver until its first answer. `starts` are those of
 * the receiver for each platform.
 */
export async function coldStart({ starts }: { readonly starts: number }): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-cold-start-'));
  try {
    const packaged = await Promise.all(names.map((name) => packageInto(folder, name)));
    const imports = await inTurns(packaged, (handler) => importMs(join(handler.folder, 'index.mjs')));
    const answers = await firstAnswers(folderOf(folder, 'receiver'), starts);
    const all = answers.taken.map(({ tookMs }) => tookMs);
    return {
      title: 'Cold start',
      says: `Imports: the median of ${IMPORTS} fresh processes each, in turns. First order: of ${starts} fresh processes for each platform, from the start of the process under AWS’s runtime client to the answer, ${howAnswersWereTimed(answers)}, and ${ASSUMED_WAIT_MS} ms assumed for the ways to AWS.`,
      rows: [
        ...packaged.map(({ name, bundle }) => ({
          name,
          figures: {
            read: figure(bytesAtStart(bundle) / 1024, 'KB'),
            import: figure(imports[name] * 1e6, 'ns'),
          },
        })),
        ...answerRows(answers),
      ],
      targets: [
        target(
          `first order, ${all.length} fresh receivers: ms until the answer, 99 of 100`,
          quantile(all, 0.99),
          {
            atMost: 2_000,
          },
        ),
        target(
          'cold import of the drain: in parts of its AWS clients’',
          imports.drain / imports['drain’s AWS clients'],
          { atMost: 1.25 },
        ),
      ],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function howAnswersWereTimed({ isThrottled }: FirstAnswers): string {
  return isThrottled
    ? 'with the 0.29 of a core that 512 MB bring'
    : 'computed: the CPU time, stretched to the 0.29 of a core that 512 MB bring, as this machine cannot share one out';
}

function answerRows({ taken }: FirstAnswers): Row[] {
  return [...Map.groupBy(taken, ({ platform }) => platform)].map(([platform, some]) => {
    const took = some.map(({ tookMs }) => tookMs);
    return {
      name: `first order of ${platform}`,
      figures: {
        'CPU time': figure(
          quantile(
            some.map(({ cpuMs }) => cpuMs),
            0.5,
          ) * 1e6,
          'ns',
        ),
        answer: figure(quantile(took, 0.5) * 1e6, 'ns'),
        slowest: figure(Math.max(...took) * 1e6, 'ns'),
      },
    };
  });
}

function folderOf(parent: string, name: HandlerName): string {
  return join(parent, name.replaceAll(/\W+/g, '-'));
}

async function packageInto(parent: string, name: HandlerName): Promise<Packaged> {
  const folder = folderOf(parent, name);
  return { name, folder, bundle: await bundleModule(entries[name], folder) };
}

/** Returns the median for each handler. */
async function inTurns(
  handlers: readonly Packaged[],
  take: (handler: Packaged) => Promise<number>,
): Promise<Readonly<Record<HandlerName, number>>> {
  const found = handlers.map((handler) => ({ handler, taken: [] as number[] }));
  for (let start = 0; start < IMPORTS; start += 1) {
    for (const { handler, taken } of found) taken.push(await take(handler));
  }
  const medians = found.map(({ handler, taken }) => [handler.name, quantile(taken, 0.5)] as const);
  return Object.fromEntries(medians) as Record<HandlerName, number>;
}
