import { randomBytes } from 'node:crypto';
import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { UnavailableError } from '../../model/errors.ts';
import { LOOK_UP_BUDGET_MS } from '../../runtime/time-budgets.ts';

const KEY_BYTES = 32;
/** Base64 of 32 bytes. */
const KEY_PATTERN = /^[A-Za-z\d+/]{43}=$/;

/** The key of the tombstones. It never changes, so it is remembered for the life of an instance. */
export interface ErasureKey {
  /** Returns the key, or `undefined` if none was made yet. @throws {UnavailableError} it cannot be read. */
  readonly read: () => Promise<Buffer | undefined>;
  /** Returns the key. Makes it, once for all instances, if there is none. @throws {UnavailableError} neither worked. */
  readonly readOrMake: () => Promise<Buffer>;
}

/** Returns the key in the SecureString parameter of this name. */
export function createErasureKey({
  ssm,
  name,
}: {
  readonly ssm: SSMClient;
  readonly name: string;
}): ErasureKey {
  let known: Buffer | undefined;

  async function ask(): Promise<Buffer | undefined> {
    if (known !== undefined) return known;
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    try {
      const abortSignal = AbortSignal.timeout(LOOK_UP_BUDGET_MS);
      const { Parameter } = await ssm.send(command, { abortSignal });
      known = toKey(Parameter?.Value ?? '');
      return known;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }

  /** If another instance is faster, its key counts. */
  async function make(): Promise<void> {
    const Value = randomBytes(KEY_BYTES).toString('base64');
    const command = new PutParameterCommand({ Name: name, Value, Type: 'SecureString', Overwrite: false });
    try {
      await ssm.send(command, { abortSignal: AbortSignal.timeout(LOOK_UP_BUDGET_MS) });
    } catch (error) {
      if (!(error instanceof ParameterAlreadyExists)) throw error;
    }
  }

  async function guarded<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (cause) {
      throw new UnavailableError('The key of the tombstones is unavailable', {
        code: 'erasures-unavailable',
        cause,
      });
    }
  }

  return {
    read: () => guarded(ask),
    readOrMake: () =>
      guarded(async () => {
        const found = await ask();
        if (found !== undefined) return found;
        await make();
        const made = await ask();
        if (made === undefined) throw new Error('The new key cannot be found');
        return made;
      }),
  };
}

function toKey(text: string): Buffer {
  // The text is a secret, so the error does not quote it.
  if (!KEY_PATTERN.test(text)) throw new Error('The parameter is not a key');
  return Buffer.from(text, 'base64');
}
