/** The header under which the receiver passes on a key that is in the address of a webhook: `?key=…`. */
export const ADDRESS_KEY = 'x-key-of-address';
