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
/** Base64 of so many bytes. */
const KEY_PATTERN = /^[A-Za-z\d+/]{43}=$/;

/** The key of the tombstones. It never changes, so it is remembered for the life of an instance. */
export interface ErasureKey {
  /** Returns the key, or `undefined` where none was made yet. @throws {UnavailableError} it cannot be read. */
  readonly read: () => Promise<Buffer | undefined>;
  /** Returns the key; makes it where there is none. Of several at once one does. @throws {UnavailableError} it cannot. */
  readonly readOrMake: () => Promise<Buffer>;
}

/** Returns the key that lies in a SecureString of this name. */
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

  /** Another instance may be quicker; then its key is the key. */
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
      throw new UnavailableError('SSM did not give the key of the tombstones', {
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
        if (made === undefined) throw new Error('The key was made and is not there');
        return made;
      }),
  };
}

function toKey(text: string): Buffer {
  // Never quoted: it is a secret.
  if (!KEY_PATTERN.test(text)) throw new Error('The parameter is no key');
  return Buffer.from(text, 'base64');
}
