import { once } from 'node:events';
import type { Command } from '../command.ts';
import { UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { stageOf } from '../find-environment.ts';
import type { Commands } from '../help-text.ts';
import { ACCESS_OPTIONS, accessWords } from '../operator-access.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { isPortTaken } from './is-port-taken.ts';

const DEFAULT_PORT = '3001';

const { stage, region } = ACCESS_OPTIONS;

const help = {
  does: 'Serves a page on this machine that shows a deployed adapter. It changes nothing there.',
  options: {
    port: { type: 'string', value: 'N', means: 'where it listens, on 127.0.0.1', otherwise: DEFAULT_PORT },
    stage,
    region,
  },
  notes: [
    'It asks what these commands ask, with your credentials: each answer has its command below it. What would change ' +
      'something is shown as a command to copy. Ctrl-C ends it. npm start serves the same page for its own stack.',
  ],
  examples: ['console --stage prod', 'console --stage prod --region eu-central-1 --port 4000'],
  exits: { invalidInput: 'the port is taken' },
  page: 'docs/console.md',
} as const satisfies CommandHelp;

/** Returns the command that serves the console of a stage until it is interrupted. It is one of the commands that the console runs. */
export function createConsole(commandsOf: () => Commands): Command {
  return {
    help,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, help.options);
      refuseMore(positionals);
      const asked = stageOf(values, terminal);
      if (asked === undefined) {
        throw new UsageError('console needs --stage NAME. npm start serves the page of its own stack');
      }
      const port = Number(values.port ?? DEFAULT_PORT);
      if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port needs a port');
      // Loaded here, because no other command serves anything.
      const { startConsole } = await import('./server/start-console.ts');
      const running = await startConsole({
        port,
        accessWords: accessWords({ ...values, stage: asked }),
        stage: asked,
        local: undefined,
        feed: undefined,
        commands: commandsOf(),
        environment: terminal.environment,
        onError: (error) => {
          terminal.complain(String(error));
        },
      }).catch((error: unknown) => {
        if (isPortTaken(error)) throw new UsageError(`Port ${port} is in use: choose another with --port`);
        throw error;
      });
      terminal.print(`The console of ${asked} is at ${running.address}\nCtrl-C ends it.`);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await running.stop();
      return exitCodes.done;
    },
  };
}
