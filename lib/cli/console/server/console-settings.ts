import type { Terminal } from '../../command.ts';
import type { Commands } from '../../help-text.ts';
import type { LiveFeed } from './live-feed.ts';

/** Which adapter a console shows. */
export interface ConsoleSettings {
  /** 0 takes any free port. */
  readonly port: number;
  /** Options that name the adapter: `--local`, or `--stage prod`. */
  readonly accessWords: readonly string[];
  readonly stage: string | undefined;
  /** Set with `npm start` only: then things can be sent and changed, too. */
  readonly local: LocalStack | undefined;
  readonly feed: LiveFeed | undefined;
  /** Those that the questions of the page name. */
  readonly commands: Commands;
  readonly environment: Terminal['environment'];
  /** Called with what a request met that nobody expected. */
  readonly onError: (error: unknown) => void;
}

/** The stack of `npm start`, as its commands find it. */
export interface LocalStack {
  readonly connectionsFile: string;
  readonly webhooksUrl: string;
  /** What its file for the commands holds. */
  readonly stackFile: Readonly<Record<string, string>>;
}
