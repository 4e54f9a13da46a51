/** Where a text stops being JSON: the first thing that can't be there. */
export interface JsonTextProblem {
  /** Counts from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const [SPACE_CODE, QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [32, 34, 92, 91, 93, 123, 125];

/** How deep lists and objects are nested in a JSON text, without parsing it: 0 for a text or a number. */
export function jsonTextDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === BRACKET || code === BRACE) deepest = Math.max(deepest, ++depth);
    else if (code === BRACKET_END || code === BRACE_END) depth--;
  }
  return deepest;
}

/**
 * The first error of a text that `JSON.parse` refuses; undefined if there is none. Needed because engines disagree on
 * whether their error says where it is.
 */
export function jsonTextProblem(text: string): JsonTextProblem | undefined {
  const open: ('[' | '{')[] = [];
  let at = 0;
  let expected: 'value' | 'first item' | 'first name' | 'name' | 'after' = 'value';
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  // By hand, for a pattern over a text of megabytes can exhaust the pattern engine's stack.
  const takeText = (): boolean => {
    if (text.charCodeAt(at) !== QUOTE) return false;
    for (at++; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        if (!take(ESCAPE)) return false;
      } else if (code < SPACE_CODE) return false;
      else {
        at++;
        if (code === QUOTE) return true;
      }
    }
    return false;
  };
  for (;;) {
    take(SPACE);
    const character = text.charAt(at);
    if (expected === 'after') {
      const inside = open.at(-1);
      if (inside === undefined) return character === '' ? undefined : problem(text, at, 'There is more after the end');
      if (character === ',') {
        at++;
        expected = inside === '{' ? 'name' : 'value';
      } else if (character === (inside === '{' ? '}' : ']')) {
        at++;
        open.pop();
      } else return problem(text, at, `Expected ',' or '${inside === '{' ? '}' : ']'}'`);
    } else if (expected === 'name' || expected === 'first name') {
      if (character === '}' && expected === 'first name') {
        at++;
        open.pop();
        expected = 'after';
        continue;
      }
      if (!takeText()) return problem(text, at, 'Expected a name in double quotes');
      take(SPACE);
      if (text.charAt(at) !== ':') return problem(text, at, "Expected ':'");
      at++;
      expected = 'value';
    } else if (character === ']' && expected === 'first item') {
      at++;
      open.pop();
      expected = 'after';
    } else if (character === '[' || character === '{') {
      at++;
      open.push(character);
      expected = character === '[' ? 'first item' : 'first name';
    } else if (takeText() || take(NUMBER) || take(WORD)) expected = 'after';
    else
      return problem(
        text,
        at,
        character === '"' ? 'A text is not closed here or has a wrong character' : 'Expected a value',
      );
  }
}

function problem(text: string, at: number, message: string): JsonTextProblem {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return { line, column, message: at >= text.length ? `${message}, but the text ends` : message };
}
