/** Shorter ones are in any text. */
const LEAST = 8;

/** Returns a text in which every secret is `…`, also without its `whsec_` and without what is around it. Pure. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .flatMap((secret) => [secret, secret.trim(), secret.trim().replace(/^whsec_/, '')])
    .filter((secret) => secret.length >= LEAST || secret === text);
  return hidden
    .filter((secret) => secret !== '')
    .reduce((left, secret) => left.replaceAll(secret, '…'), text);
}
