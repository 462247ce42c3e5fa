import { type Command, UsageError } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { Commands } from './help-text.ts';
import { parseOptions, refuseMore } from './parse-options.ts';
import { didYouMean } from './suggest.ts';

/** What can follow a command. */
interface Words {
  readonly actions: readonly string[];
  readonly options: readonly string[];
  /** The values of an option that has a list of them. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

type AllWords = Readonly<Record<string, Words>>;

const help = {
  does: 'Prints a script that completes the commands, actions and options of adapter in a shell.',
  takes: 'bash|zsh|fish',
  options: {},
  notes: [
    'It completes the word adapter: with npx, say alias adapter="npx -s adapter" first.',
    'bash: eval "$(adapter completion bash)" in ~/.bashrc. zsh: eval "$(adapter completion zsh)" in ~/.zshrc, ' +
      'after compinit. fish: adapter completion fish > ~/.config/fish/completions/adapter.fish',
  ],
  examples: ['completion bash', 'completion fish > ~/.config/fish/completions/adapter.fish'],
  exits: {},
  page: 'docs/reference.md#the-command-line',
} as const;

/** Returns the command that prints completions. The commands are asked for when it runs: it is one of them. */
export function createCompletion(commandsOf: () => Commands): Command {
  return {
    help,
    run: (args, terminal) => {
      const { positionals } = parseOptions(args, help.options);
      const [shell = '', ...more] = positionals;
      refuseMore(more);
      const write = Object.hasOwn(shells, shell) ? shells[shell as keyof typeof shells] : undefined;
      if (write === undefined) {
        throw new UsageError(`completion needs bash, zsh or fish${didYouMean(shell, Object.keys(shells))}`);
      }
      terminal.print(write(wordsOf(commandsOf())));
      return Promise.resolve(exitCodes.done);
    },
  };
}

const shells = {
  bash: bashScript,
  // The C-style function works in zsh as it is, once bashcompinit is there.
  zsh: (words: AllWords) => `autoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`,
  fish: fishScript,
} as const;

function wordsOf(commands: Commands): AllWords {
  return Object.fromEntries(
    Object.entries(commands).map(([name, { command }]) => [name, wordsOfHelp(command.help)]),
  );
}

function wordsOfHelp({ actions = {}, options, takes = '' }: Command['help']): Words {
  const values = Object.entries(options).flatMap(([name, { values: known }]) =>
    known === undefined ? [] : [[`--${name}`, known] as const],
  );
  const names = Object.keys(actions);
  return {
    actions: names.length > 0 ? names : wordsIn(takes),
    options: [...Object.keys(options), 'help'].map((name) => `--${name}`),
    values: Object.fromEntries(values),
  };
}

/** The alternatives that are words and stand for themselves. */
function wordsIn(usage: string): string[] {
  return usage
    .split('|')
    .flatMap((part) => part.trim().split(/\s/, 1))
    .filter((word) => /^[a-z][a-z-]*$/.test(word));
}

function bashScript(words: AllWords): string {
  const cases = Object.entries(words).map(
    ([name, { actions, options }]) =>
      `    ${name}) actions="${actions.join(' ')}" options="${options.join(' ')}" ;;`,
  );
  const values = Object.entries(words).flatMap(([name, { values: known }]) =>
    Object.entries(known).map(
      ([option, list]) =>
        `    "${name} ${option}") COMPREPLY=($(compgen -W "${list.join(' ')}" -- "$word")); return ;;`,
    ),
  );
  return `_adapter() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" actions="" options=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${['help', ...Object.keys(words)].join(' ')}" -- "$word"))
    return
  fi
  case "$command $before" in
${values.join('\n')}
    *) ;;
  esac
  case "$command" in
    help) actions="${Object.keys(words).join(' ')}" ;;
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *)
      if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W "$actions" -- "$word")); fi
      if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
      ;;
  esac
}
complete -F _adapter adapter`;
}

function fishScript(words: AllWords): string {
  const lines = Object.entries(words).flatMap(([name, { actions, options, values }]) => {
    const when = `-n "__fish_seen_subcommand_from ${name}"`;
    return [
      `complete -c adapter -n __fish_use_subcommand -a ${name}`,
      ...actions.map((action) => `complete -c adapter ${when} -a ${action}`),
      ...options.map((option) => {
        const known = values[option];
        const list = known === undefined ? '' : ` -x -a "${known.join(' ')}"`;
        return `complete -c adapter ${when} -l ${option.slice(2)}${list}`;
      }),
    ];
  });
  return lines.join('\n');
}
