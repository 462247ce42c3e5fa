import * as v from 'valibot';
import { ConfigError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import { toIssues } from '../../model/issues.ts';
import type { Customer } from '../../model/order.ts';
import type { Terminal } from '../command.ts';

const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())]),
  v.transform(String),
  v.nonEmpty(),
);
const Text = v.pipe(v.string(), v.nonEmpty());

const PersonSchema = v.pipe(
  v.strictObject({
    id: v.optional(Id),
    email: v.optional(Text),
    phone: v.optional(Text),
    orders: v.optional(v.array(Id), []),
  }),
  v.check(
    ({ id, email, phone, orders }) => (id ?? email ?? phone ?? orders[0]) !== undefined,
    'needs id, email, phone or orders',
  ),
);

export interface NamedPerson {
  readonly customer: Customer;
  readonly orderIds: readonly string[];
}

/**
 * Reads a person from a file: `{"id", "email", "phone", "orders"}`. Arguments are seen by other users of the machine.
 * @throws {ConfigError} the file names no person; has paths, never values.
 */
export async function readPerson({ read }: Pick<Terminal, 'read'>, file: string): Promise<NamedPerson> {
  const result = v.safeParse(PersonSchema, parse((await read(file)).toString(), file));
  if (!result.success)
    throw new ConfigError(`${file} is not usable`, toIssues(result.issues, { namesFields: true }));
  const { id, email, phone, orders } = result.output;
  return {
    customer: {
      id,
      emails: email === undefined ? [] : [email],
      phones: phone === undefined ? [] : [{ number: phone, country: undefined }],
    },
    orderIds: orders,
  };
}

function parse(text: string, file: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    // The parser's own message quotes the text.
    throw new ConfigError(`${file} is not JSON`);
  }
}
