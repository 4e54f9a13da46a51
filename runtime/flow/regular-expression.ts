import { RE2JS } from 're2js';
import { ExpressionError, type Work } from './expression-values.ts';
import { Lru } from './lru.ts';

const PATTERN_LENGTH = 200;
const PROGRAM_SIZE = 2_000;
const TEXT_LENGTH = 10_000;

type Compiled = { readonly pattern: RE2JS; readonly size: number } | { readonly problem: string };

const compiled = new Lru<Compiled>(200);

function compile(pattern: string): Compiled {
  if (pattern.length > PATTERN_LENGTH) return { problem: `A pattern has at most ${PATTERN_LENGTH} characters.` };
  try {
    const program = RE2JS.compile(pattern);
    const size = program.programSize();
    if (size > PROGRAM_SIZE) return { problem: 'The pattern repeats too much.' };
    return { pattern: program, size };
  } catch (error) {
    return { problem: `'${pattern}' is not a pattern: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

/** What is wrong with a pattern (RE2 syntax), if anything. */
export function patternProblem(pattern: string): string | undefined {
  const found = compiled.take(pattern, compile);
  return 'problem' in found ? found.problem : undefined;
}

/** Whether the pattern is found anywhere in the text. RE2: the time grows with the text's length only. */
export function matches(text: string, pattern: string, work: Work): boolean {
  const found = compiled.take(pattern, compile);
  if ('problem' in found) throw new ExpressionError('bad-pattern', found.problem);
  if (text.length > TEXT_LENGTH)
    throw new ExpressionError('too-large', `matches() takes a text of at most ${TEXT_LENGTH} characters.`);
  work.charge(1 + (text.length * found.size) / 20);
  return found.pattern.matcher(text).find();
}
