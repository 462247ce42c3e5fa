import { setTimeout as sleep } from 'node:timers/promises';
import { isPortTaken } from '../../lib/cli/console/is-port-taken.ts';
import { AdapterError } from '../../lib/model/errors.ts';
import { readLocalConfig } from '../../lib/runtime/config.ts';
import { captureOutput } from './aws/capture-output.ts';
import { startInProcessFunctions } from './aws/in-process-functions.ts';
import { chooseConnectionsFile, EXAMPLE_FILE } from './choose-connections-file.ts';
import { type Connections, readConnectionsFile } from './connections-file.ts';
import type { AcceptedRequest } from './dfinery-double/double-state.ts';
import { findPolledShop } from './find-polled-shop.ts';
import { createFunctionLines } from './function-lines.ts';
import { createLiveFeed } from './live-feed/create-live-feed.ts';
import { SAMPLE_SOURCE } from './sample-delivery.ts';
import { sendSample } from './send-sample.ts';
import { type Stack, startStack } from './stack.ts';
import { type StackFile, writeStackFile } from './stack-file.ts';
import { startLocalConsole } from './start-local-console.ts';
import {
  acceptedLine,
  deliveryLine,
  inspectionHint,
  pollingHint,
  refusedLine,
  sendingHint,
} from './terminal-text.ts';

/** How often to check that npm still runs. */
const ORPHAN_CHECK_MS = 500;

/** How long a running invocation may take to end when the stack is stopped. */
const GRACE_MS = 3_000;

/**
 * `npm start`: runs the adapter on this machine, sends it one sample order and shows what comes out. Exit code 1 if
 * it cannot start; 0 after Ctrl-C, because npm calls anything else a failure.
 */
async function main(): Promise<void> {
  const config = readLocalConfig();
  const file = chooseConnectionsFile(config.CONNECTIONS_FILE);
  const connections = await readConnectionsFile(file);
  // The example's shop is played always, as there is no such shop; anybody's own only where polling is tried.
  const isPlayed = config.POLL_SECONDS !== undefined || file === EXAMPLE_FILE;
  const played = isPlayed && config.SHOP_API_BASE_URL === undefined ? findPolledShop(connections) : undefined;
  const lines = createFunctionLines(config.LOG);
  const arrival = Promise.withResolvers<AcceptedRequest>();
  const live = createLiveFeed({ connections: () => readConnectionsFile(file) });
  const links: { console?: string } = {};
  const stack = await startStack({
    port: config.PORT,
    connections: () => readConnectionsFile(file),
    dfineryBaseUrl: config.DFINERY_BASE_URL?.origin,
    shopClient: played?.client,
    // Commands read it in the stack's file; without it they would ask the real shop.
    environment: {
      ...(config.SHOP_API_BASE_URL && { SHOP_API_BASE_URL: config.SHOP_API_BASE_URL.origin }),
      ...(config.HOLD_SECONDS !== undefined && { HOLD_SECONDS: String(config.HOLD_SECONDS) }),
    },
    pollSeconds: config.POLL_SECONDS,
    startFunctions: (environment, cloudWatch) => {
      const capture = captureOutput((group, text) => {
        cloudWatch.take(group, text);
        live.onLine(group, text);
        const line = lines.shown(group, text);
        if (line !== undefined) complain(line);
      });
      return startInProcessFunctions(environment, complain, capture);
    },
    watchDrain: live.watchDrain,
    onCall: live.onCall,
    onAnswer: (delivery, answer) => {
      live.onAnswer(delivery, answer);
      const reason = delivery.requestId === undefined ? undefined : lines.takeRefusal(delivery.requestId);
      print(deliveryLine(delivery, answer, reason));
    },
    onAccepted: (request) => {
      arrival.resolve(request);
      print(acceptedLine(request));
    },
    onRefused: (code, reasons) => {
      print(refusedLine(code, reasons));
    },
    consoleUrl: () => links.console,
    onError: complain,
  });
  live.attach(stack.dfinery);
  const commandsFile = { ...stack.environment, ADAPTER_URL: stack.url };
  const page = await startLocalConsole(
    { asked: config.CONSOLE_PORT, webhooks: config.PORT },
    {
      local: { connectionsFile: file, webhooksUrl: stack.url, stackFile: commandsFile },
      feed: live.feed,
      onError: complain,
    },
  );
  links.console = page.address;
  const stackFile = await writeStackFile(commandsFile);
  stopOnSignal([stack, page], stackFile);
  if (stackFile.takenBy !== undefined) {
    complain(
      `Another npm start runs in this folder at ${stackFile.takenBy}: commands with --local mean that one.`,
    );
  }

  const [id, connection] = preferred(connections);
  const dfinery = config.DFINERY_BASE_URL?.origin ?? `a stand-in on ${stack.dfinery?.url ?? ''}`;
  print(`The adapter listens on ${stack.url}\n  look at it:  ${page.address}`);
  print(`  connections: ${file}\n  Dfinery:     ${dfinery}\n`);
  const isSampleWanted = config.CONNECTIONS_FILE === undefined && config.DFINERY_BASE_URL === undefined;
  if (isSampleWanted && connection.source === SAMPLE_SOURCE) {
    print(`\n${await sendSample({ url: stack.url, id, connection, arrival: arrival.promise })}\n`);
  }
  print(`${sendingHint({ url: stack.url, id, connection, isExample: file === EXAMPLE_FILE })}\n`);
  if (config.POLL_SECONDS !== undefined && config.SHOP_API_BASE_URL === undefined) {
    print(`${pollingHint({ url: stack.url, file, id: played?.id })}\n`);
  }
  if (stack.dfinery !== undefined) print(`${inspectionHint(stack.url)}\n`);
  print('Ctrl-C ends it.');
}

/** The connection of hints and sample: one of the sample's platform, if any. */
function preferred(connections: Connections) {
  const entries = Object.entries(connections);
  const found = entries.find(([, { source }]) => source === SAMPLE_SOURCE) ?? entries[0];
  if (found === undefined) throw new Error('No connection is configured');
  return found;
}

function stopOnSignal(running: readonly Pick<Stack, 'stop'>[], stackFile: StackFile): void {
  const stop = (): void => {
    const stopped = Promise.all([...running.map((one) => one.stop()), stackFile.remove()]);
    void Promise.race([stopped, sleep(GRACE_MS)]).finally(() => process.exit(0));
  };
  // Under npm, Ctrl-C arrives twice: npm passes it on as well.
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
  if (process.env['npm_lifecycle_event'] !== undefined) stopWhenOrphaned(stop);
}

/** A signal sent to npm alone ends npm and its shell, which do not pass it on. This process then ends by itself. */
function stopWhenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, ORPHAN_CHECK_MS);
}

function print(text: string): void {
  console.log(text);
}

function complain(problem: unknown): void {
  console.error(problem instanceof AdapterError ? problem.message : problem);
}

try {
  await main();
} catch (error) {
  if (isPortTaken(error)) {
    complain(`Port ${error.port} is in use. Choose another one with PORT=; PORT=0 npm start takes any.`);
  } else {
    complain(error);
  }
  process.exit(1);
}
