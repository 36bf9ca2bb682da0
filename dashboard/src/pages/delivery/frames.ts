/** The first line of the action's own code that a stack names: `action.js:12:9`. */
export function lineOf(stack: string): number | undefined {
  const found = /(?:action|code)\.js:(\d+)/.exec(stack);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

/** The lines around one, with their numbers. */
export function around(code: string, line: number, each: number): { number: number; text: string }[] {
  return code
    .split('\n')
    .map((text, index) => ({ number: index + 1, text }))
    .slice(Math.max(0, line - 1 - each), line + each);
}
