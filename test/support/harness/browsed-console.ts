import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { LOCAL_STACK_FILE } from '../../../lib/cli/find-environment.ts';
import { findChromium } from './find-chromium.ts';
import { runStart } from './start-command.ts';

/** Without these, Chromium asks its maker's hosts at every start. As root it needs to run without a sandbox. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const EXAMPLE = 'connections.example.json';

/** `npm start` in a folder of its own, with a browser that looks at its console. */
export interface BrowsedConsole extends AsyncDisposable {
  /** Where webhooks go. */
  readonly url: string;
  readonly consoleUrl: string;
  /** Names of its queues and bucket, as commands find them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The process of the adapter and its console. */
  readonly pid: number;
  /** Opens a page of the console in a window of its own. The language is English unless it is asked for. */
  readonly open: (path?: string, window?: BrowserContextOptions) => Promise<WatchedPage>;
}

/** A page, and everything that should not happen in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console, blocked loads, requests that would leave this machine. */
  readonly troubles: readonly string[];
}

interface Options {
  /** Connections by id, in place of the example's. */
  readonly connections?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the adapter and a browser. Disposing of it ends both. */
export async function browseConsole({
  connections,
  environment = {},
}: Options = {}): Promise<BrowsedConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  const file = join(folder, EXAMPLE);
  if (connections === undefined) await copyFile(EXAMPLE, file);
  else await writeFile(file, JSON.stringify(connections));
  const started = runStart(folder, { PORT: '0', ...environment });
  let browser: Browser | undefined;
  async function end(): Promise<void> {
    await browser?.close();
    started.child.kill('SIGKILL');
    await started.exitCode;
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await started.printed('Ctrl-C ends it.');
    browser = await launchBrowser();
  } catch (error) {
    await end();
    throw error;
  }
  const opened = browser;
  const url = /listens on (\S+)/.exec(started.output())?.[1] ?? '';
  const consoleUrl = /look at it: +(\S+)\//.exec(started.output())?.[1] ?? '';
  const variables = JSON.parse(await readFile(join(folder, LOCAL_STACK_FILE), 'utf8')) as Record<
    string,
    string
  >;
  return {
    url,
    consoleUrl,
    variables,
    pid: started.child.pid ?? 0,
    open: (path = '/', window = {}) => openPage(opened, consoleUrl + path, window),
    [Symbol.asyncDispose]: end,
  };
}

/** Starts the Chromium of this machine. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: QUIET });
}

/** Opens a page in a window of its own, and watches it. */
export async function openPage(
  browser: Browser,
  url: string,
  window: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...window });
  // Ends what hangs. A busy machine may take long.
  context.setDefaultTimeout(120_000);
  const troubles: string[] = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => {
      troubles.push(`left the machine: ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, troubles };
}
