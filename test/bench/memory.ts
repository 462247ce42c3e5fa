import { bareMemory } from './bare-memory.ts';
import { fetchingMemory } from './fetching-memory.ts';
import { PARKED } from './park-large.ts';
import { PER_BATCH, receivingMemory } from './receiving-memory.ts';
import { figure, type Section, target } from './section.ts';

/** The peak memory of each packaged function under AWS's runtime client, at its limits. */
export async function memory(): Promise<Section> {
  const bare = await bareMemory();
  const { receiver, ...others } = await receivingMemory();
  const peaks = { ...bare, receiver, ...others, ...(await fetchingMemory()) };
  return {
    title: 'Memory',
    says: `The largest resident set that each process had, Node and the runtime client included, with the options of \`serverless.yml\`: bodies of 4 MiB one after another, ignored, only parsed, and received, in Latin and in Korean, as text and in base64; ${PER_BATCH} orders for the drain; a privacy request over ${PARKED} parked deliveries of 3 MiB, ten orders of 100 lines to be fetched, and a refresh of tokens.`,
    rows: Object.entries(peaks).map(([name, megabytes]) => ({
      name,
      figures: {
        peak: figure(megabytes, 'MB'),
        'of one that only parses': figure(megabytes / bare['parses only'], '×'),
      },
    })),
    targets: [
      target('memory: MB of the receiver at bodies of 4 MiB', receiver, { atMost: 170 }),
      target(`memory: MB of an erasure over ${PARKED} parked deliveries of 3 MiB`, peaks.erasing, {
        atMost: 512,
      }),
    ],
  };
}
