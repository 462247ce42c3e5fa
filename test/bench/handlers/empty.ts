/** The least that a function can do. */
export const handler = () => Promise.resolve({ statusCode: 200 });
