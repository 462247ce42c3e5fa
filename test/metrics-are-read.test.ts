import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type MetricName, metrics } from '../lib/runtime/telemetry.ts';

/** Where somebody looks at metrics. Log lines of the same facts are counted in `count-log-lines.ts`. */
async function readers(): Promise<readonly string[]> {
  const files = await readdir('lib/cli', { recursive: true });
  const commands = files
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('count-log-lines.ts'),
    )
    .map((file) => `lib/cli/${file}`);
  const alarms = (await readdir('infra/alarms')).map((file) => `infra/alarms/${file}`);
  return [...alarms, 'infra/dashboard.yml', 'docs/runbook.md', ...commands];
}

test('every metric is read by an alarm, the dashboard, a command or a step of the runbook', async () => {
  const text = (await readers()).map((file) => readFileSync(file, 'utf8')).join('\n');
  const words = new Set(text.match(/\w+/g));
  const unread = (Object.keys(metrics) as MetricName[]).filter((metric) => !words.has(metric));

  expect(unread).toEqual([]);
});
