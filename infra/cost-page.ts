import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { UsageError } from '../lib/cli/command.ts';
import { parseOptions } from '../lib/cli/parse-options.ts';
import { completenessRows, pollRows, verifyRows } from './completeness-rows.ts';
import { billOf, idleBill, type Line, profileRows, totalOf, withinFreeTier } from './cost.ts';
import { type PriceName, prices, type Quote, quotes } from './prices.ts';
import { deployed, type Scenario, ScenarioSchema } from './scenario.ts';
import { readScriptOptions, runScript } from './script-options.ts';

export const PAGE_FILE = 'docs/cost.md';

/** Returns the tables of the page, by the names of their marks. */
export function tablesOf(scenario: Scenario): Readonly<Record<string, string>> {
  return {
    month: billTable(scenario, billOf(scenario)),
    idle: idleTable(scenario),
    shops: shopsTable(scenario),
    options: optionsTable(scenario),
    profiles: billTable(scenario, billOf(scenario, profileRows(scenario))),
    completeness: billTable(scenario, billOf(scenario, completenessRows(scenario))),
    'completeness-volumes': completenessVolumes(scenario),
    prices: pricesTable(),
  };
}

/** Returns the page with its tables rewritten. @throws {Error} it has no place for one of them. */
export function pageWithTables(page: string, scenario: Scenario): string {
  return Object.entries(tablesOf(scenario)).reduce((text, [name, content]) => {
    const place = new RegExp(`(?<=<!-- cost:${name} -->\n).*(?=<!-- /cost:${name} -->)`, 's');
    if (!place.test(text)) throw new Error(`${PAGE_FILE} has no place for the table ${name}`);
    return text.replace(place, () => `\n${content}\n\n`);
  }, page);
}

function billTable({ region }: Scenario, lines: readonly Line[]): string {
  const cellsOf = ({ what, price, used, dollars }: Line) => {
    const { service, unit } = prices[price];
    const amount = amountOf(price, used);
    const each = `$${figure(quotes[region][price].usd, 2, 10)} per ${lotOf(price)}`;
    return [service, what, `${amount} ${used === 1 ? one(unit) : unit}`, each, money(dollars)];
  };
  const sumOf = (name: string, sum: number) => ['', `**${name}**`, '', '', `**${money(sum)}**`];
  return table('service, what, used:, price, US dollars:', [
    ...lines.filter(({ perOrder }) => perOrder !== undefined).map(cellsOf),
    sumOf('grows with the orders', totalOf(lines, 'perOrder')),
    ...lines.filter(({ monthly }) => monthly !== undefined).map(cellsOf),
    sumOf('is there without any order', totalOf(lines, 'monthly')),
    sumOf('together', totalOf(lines)),
  ]);
}

/** A month without orders, by default and with all alarms and the dashboard, each also within the free tier. */
function idleTable(scenario: Scenario): string {
  const bills = (
    [
      { alarms: 'essential', dashboard: 'off' },
      { alarms: 'full', dashboard: 'on' },
    ] as const
  ).flatMap((changes) => {
    const lines = idleBill({ ...scenario, ...changes });
    return [lines, withinFreeTier(lines, scenario)];
  });
  const [, , whole = []] = bills;
  const rows = whole.map(({ what, price }) => {
    const cells = bills.map((bill) => bill.find((line) => line.what === what));
    const [less, , more] = cells.map((line) => amountOf(price, line?.used ?? 0));
    const used = less === more ? more : `${less} or ${more}`;
    return [
      prices[price].service,
      what,
      `${used} ${prices[price].unit}`,
      ...cells.map((line) => money(line?.dollars ?? 0)),
    ];
  });
  const sums = bills.map((bill) => `**${money(totalOf(bill))}**`);
  return table(
    'service, what, used:, by default:, in the free tier:, full and dashboard:, in the free tier:',
    [...rows, ['', '**together**', '', ...sums]],
  );
}

/** Orders a month, and the shops that share them. */
const volumes: readonly (readonly [who: string, Partial<Scenario>])[] = [
  ['1,000 orders', { orders: 1_000 }],
  ['100,000', { orders: 100_000 }],
  ['1 million', { orders: 1_000_000 }],
  ['10 million', { orders: 10_000_000 }],
  ['an agency: 40 shops of 5,000', { orders: 200_000, shops: 40 }],
];

/** A month by the way in which the webhooks of an order come, and with both options that save most. */
function shopsTable(scenario: Scenario): string {
  const saving = { entrance: 'function-url', eventsPerBatch: 10 } as const;
  const rows = volumes.map(([who, volume]) => {
    const costOf = (changes: Partial<Scenario>) => totalOf(billOf({ ...scenario, ...volume, ...changes }));
    return [
      who,
      money(costOf({ pattern: 'spread' })),
      money(costOf({ pattern: 'burst' })),
      money(costOf(saving)),
    ];
  });
  return table('a month, over an hour:, in one burst:, function URL and batches of ten:', rows);
}

function completenessVolumes(scenario: Scenario): string {
  const rows = [0, 1_000, 100_000, 1_000_000].map((orders) => {
    const [poll, verify] = [pollRows, verifyRows].map((rowsOf) =>
      totalOf(billOf({ ...scenario, orders }, rowsOf(scenario))),
    );
    return [figure(orders), money(poll ?? 0), money(verify ?? 0), money((poll ?? 0) + (verify ?? 0))];
  });
  return table('orders:, polls of one shop:, check of arrivals:, together:', rows);
}

/** Options that an operator can set, or could. */
const options: Readonly<Record<string, Partial<Scenario>>> = {
  'All webhooks of an order in one burst': { pattern: 'burst' },
  'Only `orders/paid` subscribed': { webhooksPerOrder: 1 },
  '`batchWindowSeconds: 20`, if a batch then holds 10 events': { eventsPerBatch: 10 },
  'Batches of 100 events': { eventsPerBatch: 100 },
  '`logLevel: WARN`': { logLevel: 'WARN' },
  '`systemLogLevel: INFO`': { systemLogLevel: 'INFO' },
  '`logRetentionDays: 7`': { logRetentionDays: 7 },
  '`logRetentionDays: 365`': { logRetentionDays: 365 },
  '`memorySize: 256`': { memorySize: 256 },
  '`memorySize: 1024`': { memorySize: 1_024 },
  '`memorySize: 1769`': { memorySize: 1_769 },
  '`architecture: x86_64`, if it is as fast': { architecture: 'x86_64' },
  '`drainConcurrency: 20`': { drainConcurrency: 20 },
  '`profiles: send`': { profiles: 'send' },
  '`kmsKeyArn` of a key of your own': { key: 'own' },
  '`accessLog: requests`': { accessLog: 'requests' },
  '`vpcSubnetIds` with one NAT gateway': { network: 'own' },
  '`tracing: Active`, if every invocation is traced': { tracing: 'Active' },
  '`entrance: function-url`': { entrance: 'function-url' },
  'that, and batches of 10 events': { entrance: 'function-url', eventsPerBatch: 10 },
  '`alarms: full`': { alarms: 'full' },
  '`dashboard: on`': { dashboard: 'on' },
  'Region `us-east-1`': { region: 'us-east-1' },
};

function optionsTable(scenario: Scenario): string {
  const asIs = totalOf(billOf(scenario));
  const rows = Object.entries(options).map(([set, change]) => {
    const difference = totalOf(billOf({ ...scenario, ...change })) - asIs;
    return [set, money(asIs + difference), `${difference > 0 ? '+' : ''}${money(difference)}`];
  });
  return table('set, a month:, difference:', [['as it is', money(asIs), ''], ...rows]);
}

function pricesTable(): string {
  const quoted = ({ usd, date, source }: Quote) => `$${figure(usd, 2, 10)} ([${date}](${source}))`;
  const rows = (Object.keys(prices) as PriceName[]).map((name) => {
    const [seoul, virginia] = [quotes['ap-northeast-2'][name], quotes['us-east-1'][name]];
    const label = `${prices[name].service}: ${prices[name].what}`;
    return [label, lotOf(name), seoul === virginia ? 'not found' : quoted(seoul), quoted(virginia)];
  });
  return table('what, for each, Seoul, Northern Virginia', rows);
}

/** Returns a Markdown table. A column whose title ends with a colon is aligned right. */
function table(titles: string, rows: readonly (readonly string[])[]): string {
  const head = titles.replaceAll(':', '').split(', ');
  const rule = titles.split(', ').map((title) => (title.endsWith(':') ? '--:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figure(number: number, decimals = 0, most = decimals): string {
  return number.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: most });
}

/** Bytes to the hundredth of a GB, and all else in whole numbers. */
function amountOf(price: PriceName, used: number): string {
  return figure(used, prices[price].unit.startsWith('GB') && used < 1_000 ? 2 : 0);
}

/** To the cent. An amount that rounds to zero is shown as less than a cent. */
function money(dollars: number): string {
  const size = Math.abs(dollars);
  return `${dollars < 0 ? '−' : ''}${size > 0 && size < 0.005 ? '< $0.01' : `$${figure(size, 2)}`}`;
}

/** `GB`, `million requests`, `10,000 requests`. */
function lotOf(name: PriceName): string {
  const { lot, unit } = prices[name];
  return lot === 1 ? one(unit) : `${lot === 1e6 ? 'million' : figure(lot)} ${unit}`;
}

const one = (unit: string): string => unit.replace(/s$/, '');

/** The options of a scenario, each with the value that counts without it. */
const scenarioOptions = Object.fromEntries(
  Object.entries(deployed).map(([field, value]) => {
    const means = optionOf(field).replaceAll('-', ' ');
    return [optionOf(field), { type: 'string', value: 'V', means, otherwise: String(value) } as const];
  }),
);

const script = {
  name: 'cost',
  does: 'Prints what a month costs at AWS, for the orders and settings given.',
  options: {
    ...scenarioOptions,
    write: { type: 'boolean', means: 'alone: write the tables of the page docs/cost.md' },
  },
} as const;

/** Reads fields of a scenario, such as `--webhooks-per-order 3`. @throws {UsageError} they make no sense. */
export function readScenario(args: readonly string[]): Scenario {
  const fields = Object.keys(ScenarioSchema.entries);
  const { values, positionals } = parseOptions(args, scenarioOptions);
  if (positionals.length > 0) throw new UsageError('expected options only');
  const given = Object.fromEntries(fields.map((field) => [field, values[optionOf(field)]]));
  const result = v.safeParse(ScenarioSchema, given);
  if (result.success) return result.output;
  throw new UsageError(v.summarize(result.issues));
}

function optionOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Returns what `npm run cost` prints: the options with their values, and the tables. */
export function costText(scenario: Scenario): string {
  const options = Object.entries(scenario).map(([field, value]) => `--${optionOf(field)} ${value}`);
  const tables = Object.entries(tablesOf(scenario)).map(([name, text]) => `## ${name}\n\n${text}`);
  return [options.join(' '), ...tables].join('\n\n');
}

/** With `--write` alone, writes the tables of the stack as it is deployed into the page. */
if (import.meta.main) {
  await runScript(script.name, async () => {
    const { values } = readScriptOptions(script);
    const args = process.argv.slice(2);
    if (values.write !== true) console.log(costText(readScenario(args)));
    else if (args.length > 1) throw new UsageError('--write stands alone');
    else await writeFile(PAGE_FILE, pageWithTables(await readFile(PAGE_FILE, 'utf8'), deployed));
  });
}
