import type { SigningIdentity } from './source.ts';

/** Returns whether a name is the shop's, or one that it took later. Capitals do not matter. */
export function isShop(
  name: string,
  { shop, alsoKnownAs = [] }: Pick<SigningIdentity, 'shop' | 'alsoKnownAs'>,
): boolean {
  return [shop, ...alsoKnownAs].some((known) => known.toLowerCase() === name.toLowerCase());
}
