/** As little as a function can do. */
export const handler = () => Promise.resolve({ statusCode: 200 });
