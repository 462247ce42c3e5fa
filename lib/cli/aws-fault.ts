/** A fault of AWS in one line that says what to do. */
export interface AwsFault {
  readonly line: string;
  /** True if AWS answered and refused. */
  readonly isRefusal: boolean;
}

interface Seen {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly hostname: string;
}

interface Rule {
  readonly fits: (seen: Seen) => boolean;
  readonly line: (seen: Seen) => string;
  readonly isRefusal?: true;
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const UNKNOWN_KEY = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
]);
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'UnauthorizedOperation',
]);
const NO_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const NO_LINE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * The names are those of the services' error answers and of the SDK's credential providers.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html (read 2026-11-29)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (read 2026-11-29)
 */
const rules: readonly Rule[] = [
  {
    fits: ({ name, message }) =>
      EXPIRED.has(name) || (isOfProvider(name) && /expired|is invalid|aws sso login/i.test(message)),
    line: () => 'The AWS credentials have expired: run aws sso login, or fetch new ones',
  },
  {
    fits: ({ name, message }) => isOfProvider(name) && /profile/i.test(message),
    line: ({ message }) => `The AWS profile gives no credentials: ${message}`,
  },
  {
    fits: ({ name }) => isOfProvider(name),
    line: () => 'No AWS credentials: set AWS_PROFILE, or run aws sso login',
  },
  {
    fits: ({ name }) => UNKNOWN_KEY.has(name),
    line: ({ name }) => `AWS does not accept these credentials (${name}): is it the right profile?`,
    isRefusal: true,
  },
  {
    fits: ({ name }) => DENIED.has(name),
    line: ({ message }) => `AWS denies access: ${deniedAction(message)}`,
    isRefusal: true,
  },
  {
    fits: ({ code }) => NO_HOST.has(code),
    line: ({ hostname }) => `${hostname} is not found: is the region right, and is there a network?`,
  },
  {
    fits: ({ code }) => NO_LINE.has(code),
    line: ({ code, message }) =>
      `No connection: ${message || code}${/127\.0\.0\.1|::1/.test(message) ? ' (does npm start still run?)' : ''}`,
  },
  { fits: ({ name }) => name === 'TimeoutError', line: () => 'No answer in time: is there a network?' },
  {
    fits: ({ message }) => message === 'Region is missing',
    line: () => 'No AWS region: add --region, or set AWS_REGION',
  },
];

/** Returns what AWS, or the way to it, has to do with an error; `undefined` if nothing. Looks at its causes, too. */
export function awsFaultOf(error: unknown): AwsFault | undefined {
  for (const seen of chainOf(error)) {
    const rule = rules.find(({ fits }) => fits(seen));
    if (rule !== undefined) return { line: rule.line(seen), isRefusal: rule.isRefusal ?? false };
  }
  return undefined;
}

function isOfProvider(name: string): boolean {
  return name === 'CredentialsProviderError' || name === 'TokenProviderError';
}

/** `User: … is not authorized to perform: sqs:SendMessage on resource: …` names who, what and where. */
function deniedAction(message: string): string {
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1];
  const resource = /on resource:? (\S+)/.exec(message)?.[1];
  if (action === undefined) return message.split('\n', 1)[0] ?? '';
  return `${action} is not allowed${resource === undefined ? '' : ` on ${resource}`}`;
}

/** An error, its causes, and the errors of which it is made up. */
function chainOf(error: unknown): Seen[] {
  if (!(error instanceof Error)) return [];
  const { name, message, cause } = error;
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const own = { name, message, code: textOf(error, 'code'), hostname: textOf(error, 'hostname') };
  return [own, ...parts.flatMap(chainOf), ...chainOf(cause)];
}

function textOf(error: object, key: string): string {
  const value: unknown = Object.hasOwn(error, key) ? (error as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}
