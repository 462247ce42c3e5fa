import { ConfigError } from '../../model/errors.ts';
import { DELIVERY_OPTIONS, readSource, refuseUnknownTopic } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { printValue } from '../print-results.ts';
import { readInstant } from '../read-instant.ts';
import { readTrialConnection, TRIAL_SHOP } from '../read-trial-connection.ts';
import { examineSignature } from './examine-signature.ts';
import { readHeaderLines } from './read-header-lines.ts';
import { signatureText } from './signature-text.ts';

const { source, topic, connection, shop } = DELIVERY_OPTIONS;

const options = {
  source,
  topic: { type: topic.type, value: topic.value, means: topic.means, otherwise: 'that of the headers' },
  connection,
  shop: { ...shop, otherwise: "the connection's, or any" },
  header: {
    type: 'string',
    value: "'NAME: VALUE'",
    multiple: true,
    means: 'a header of the delivery, as it came',
  },
  at: {
    type: 'string',
    value: 'INSTANT',
    means: 'check as of then: 2026-11-24T02:00:00Z, or 6h ago',
    otherwise: 'now',
  },
  json: { type: 'boolean', means: 'one line of JSON, as into a pipe; on a terminal it is text' },
} as const satisfies CommandHelp['options'];

const help = {
  does: "Says whether a delivery's signature fits its body, and if not, why. Sends nothing.",
  takes: 'FILE|-',
  options,
  notes: [
    'FILE has the bytes of the body as they came. The secrets are those of the connection, or WEBHOOK_SECRET; none is shown. ' +
      'A header of Cafe24 or Imweb, and x-key-of-address of Shopby, is a secret itself: a shell remembers what is typed.',
  ],
  examples: [
    "signature --source shopify --connection connections.local.json#main --header 'X-Shopify-Hmac-Sha256: …' body.json",
    "signature --source standard-webhooks --header 'webhook-id: msg_1' --header 'webhook-timestamp: 1790000000' --header 'webhook-signature: v1,…' --at 2026-09-21T14:13:20Z body.json",
  ],
  exits: {
    done: 'the signature fits',
    invalidInput: 'a file cannot be read, or there is no secret',
    refused: 'the receiver would refuse the delivery',
  },
  page: 'docs/reference.md#adapter-signature',
} as const satisfies CommandHelp;

/** Says whether a delivery's signature fits, and if not, why. */
export const signature: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    const [file, ...more] = positionals;
    refuseMore(more);
    const platform = readSource(values.source);
    if (file === undefined) throw new UsageError('FILE is missing');
    if (platform.sendsWebhooks === false) throw new UsageError(`${platform.name} sends no webhooks`);
    if (values.topic !== undefined) refuseUnknownTopic({ source: platform, topic: values.topic });
    const headers = readHeaderLines(values.header ?? []);
    const now = Date.now();
    const at = new Date(values.at === undefined ? now : readInstant(values.at, '--at', now));
    const wanted = { file: values.connection, source: platform, shop: values.shop };
    const trial = await readTrialConnection(terminal, wanted);
    const [first = terminal.environment['WEBHOOK_SECRET'] ?? '', ...others] = trial.secrets;
    if (first === '') {
      throw new ConfigError('No secret: give a connection with `secrets`, or set WEBHOOK_SECRET');
    }
    const examination = examineSignature({
      source: platform,
      rawBody: await terminal.read(file),
      headers,
      secrets: [first, ...others],
      topic: values.topic ?? '',
      shop: trial.shop === TRIAL_SHOP ? undefined : trial.shop,
      alsoKnownAs: trial.alsoKnownAs,
      now: at,
    });
    const isForPeople = terminal.screen !== undefined && values.json !== true;
    if (isForPeople) for (const line of signatureText(examination)) terminal.print(line);
    else printValue(terminal, examination, { json: true });
    return examination.valid ? exitCodes.done : exitCodes.refused;
  },
};
