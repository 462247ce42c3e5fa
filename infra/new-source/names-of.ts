/** The names of a source, in the template's and in the new one's. */
export interface SourceNames {
  /** `my-shop` */
  readonly id: string;
  /** As TypeScript names its object: `myShop`. */
  readonly object: string;
  /** As people write it: `My Shop`. */
  readonly called: string;
}

/** Returns whether a text can be a source's id. */
export function isName(text: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length <= 63;
}

/** Returns all names of a source. */
export function namesOf(id: string, called?: string): SourceNames {
  const words = id.split('-');
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const [first = '', ...rest] = words;
  return {
    id,
    object: [first, ...rest.map(capital)].join(''),
    called: called ?? words.map(capital).join(' '),
  };
}
