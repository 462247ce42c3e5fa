/** A string of JSON, or white space between its parts. */
const STRINGS_AND_BLANKS = /"(?:[^"\\]|\\.)*"|\s+/g;
/** A string of JSON, or a mark between its parts. */
const STRINGS_AND_MARKS = /"(?:[^"\\]|\\.)*"|[,:]/g;

/**
 * Returns JSON as common libraries write it: without blanks, as `JSON.stringify` does; with escaped slashes, as PHP; with
 * blanks behind marks, as Python; indented. Nothing if it is no JSON. Pure.
 */
export function writtenAnew(body: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(body);
    const dense = outsideStrings(body, STRINGS_AND_BLANKS, () => '');
    const spaced = outsideStrings(dense, STRINGS_AND_MARKS, (mark) => `${mark} `);
    return [
      JSON.stringify(value),
      dense,
      escaped(dense).replaceAll('/', String.raw`\/`),
      dense.replaceAll('/', String.raw`\/`),
      escaped(dense),
      escaped(spaced),
      spaced,
      JSON.stringify(value, undefined, 2),
      JSON.stringify(value, undefined, 4),
    ];
  } catch {
    // No JSON, or nested too deeply to be written.
    return [];
  }
}

function outsideStrings(json: string, parts: RegExp, change: (part: string) => string): string {
  return json.replaceAll(parts, (part) => (part.startsWith('"') ? part : change(part)));
}

/** Writes what is not ASCII as `\uXXXX`. */
function escaped(json: string): string {
  return json.replaceAll(/[^\0-\x7f]/g, (unit) =>
    Array.from({ length: unit.length }, (_, index) => {
      const code = unit.charCodeAt(index).toString(16).padStart(4, '0');
      return String.raw`\u` + code;
    }).join(''),
  );
}
