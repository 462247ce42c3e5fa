import type { ReceivePathTimings } from './receive-path-timings.ts';
import { runAlone } from './run-alone.ts';
import { figure, type Row, type Section, share, type Target, target } from './section.ts';

const LINES = [1, 3, 10, 50, 500];
/** Lines of most orders. */
const TARGET_LINES = [3, 10];

/** The receiver's way in one process, from the event of a webhook to the messages of the queue, and its stages. */
export async function receivePath(): Promise<Section> {
  const rows: Row[] = [];
  const targets: Target[] = [];
  for (const lines of LINES) {
    const found = (await runAlone('receive-path-timings.ts', String(lines))) as ReceivePathTimings;
    const { floor, whole, 'JSON.parse': parsing, 'from bytes': fromBytes, ...stages } = found.timings;
    const speed = floor.wallNs / whole.wallNs;
    const validation = stages.schema.wallNs / whole.wallNs;
    rows.push({
      name: `${lines} line${lines === 1 ? '' : 's'}, ${Math.round(found.bodyBytes / 1024)} KB`,
      figures: {
        floor: figure(floor.wallNs, 'ns'),
        whole: figure(whole.wallNs, 'ns'),
        'CPU of whole': figure(whole.cpuNs, 'ns'),
        'of the floor': figure(speed, '×'),
        'of JSON.parse, from bytes': figure(parsing.wallNs / fromBytes.wallNs, '×'),
        ...Object.fromEntries(
          Object.entries(stages).map(([name, { wallNs }]) => [name, figure(wallNs, 'ns')]),
        ),
        validation: share(validation),
      },
    });
    if (!TARGET_LINES.includes(lines)) continue;
    targets.push(
      target(`receive path, ${lines} lines: speed in parts of the floor`, speed, { atLeast: 0.5 }),
      target(`receive path, ${lines} lines: validation’s part`, validation, { atMost: 0.33 }),
    );
  }
  return {
    title: 'Receive path',
    says: 'A Shopify order, from the bytes of Lambda’s event to the messages of the queue, on one core. The floor is what nobody can avoid: decoding the event’s text, parsing it, and `JSON.parse` of the body in it. The column from bytes is the measure until 0.1.0: verify → read → map → message, against `JSON.parse` of the same bytes. The stages follow, each on its own.',
    rows,
    targets,
  };
}
