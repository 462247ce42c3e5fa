import { mkdir, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { readNumber, readScriptOptions, runScript } from '../../infra/script-options.ts';
import { UsageError } from '../../lib/cli/command.ts';
import { didYouMean } from '../../lib/cli/suggest.ts';
import { bundles } from './bundles.ts';
import { client } from './client.ts';
import { coldStart } from './cold-start.ts';
import { drain } from './drain.ts';
import { firstCalls } from './first-calls.ts';
import { memory } from './memory.ts';
import { packing } from './packing.ts';
import { receivePath } from './receive-path.ts';
import type { Section } from './section.ts';
import { signatures } from './signatures.ts';
import { toMarkdown, toTargetTable } from './to-markdown.ts';

const sections: Readonly<Record<string, (options: { readonly starts: number }) => Promise<Section>>> = {
  'receive-path': receivePath,
  'first-calls': firstCalls,
  signatures,
  packing,
  client,
  drain,
  'cold-start': coldStart,
  bundles,
  memory,
};

const script = {
  name: 'bench',
  does: `Measures parts of the adapter and prints tables. Parts: ${Object.keys(sections).join(', ')}.`,
  takes: '[PART…]',
  options: {
    json: {
      type: 'string',
      value: 'FILE',
      means: 'where the figures are written to as JSON',
      otherwise: 'coverage/bench.json',
    },
    starts: {
      type: 'string',
      value: 'N',
      means: 'how often cold-start starts the receiver for each platform',
      otherwise: '5',
    },
  },
} as const;

/** `npm run bench`. Figures of two runs cannot be compared, so a missed target fails nothing: a person reads it. */
await runScript(script.name, async () => {
  const { values, positionals } = readScriptOptions(script);
  const known = Object.keys(sections);
  const [unknown] = positionals.filter((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`Unknown part: ${unknown}${didYouMean(unknown, known)}`);
  const { json = script.options.json.otherwise } = values;
  const starts = readNumber(values.starts, '--starts', Number(script.options.starts.otherwise));
  const startedAt = performance.now();
  const done: Section[] = [];
  for (const [name, run] of Object.entries(sections)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const section = await run({ starts });
    done.push(section);
    console.log(toMarkdown(section));
  }
  const machine = `${availableParallelism()} CPUs (${cpus()[0]?.model ?? 'unknown'}, ${arch()}), Node ${process.versions.node}`;
  const tookSeconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(`### Targets\n\n${toTargetTable(done.flatMap(({ targets }) => targets))}`);
  console.log(`On ${machine}, in ${tookSeconds} s.`);
  await mkdir(dirname(json), { recursive: true });
  const result = { measuredAt: new Date().toISOString(), machine, tookSeconds, sections: done };
  await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
});
