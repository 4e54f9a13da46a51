import { evaluate as celEvaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression, references } from '#runtime/flow/expression';
import type { JsonObject } from '#runtime/flow/json';

const roots: JsonObject = {
  vars: {
    total: 21,
    name: 'Ada',
    tags: ['a', 'b'],
    vip: true,
    empty: null,
    digits: '21',
    people: [
      { name: 'Bo', age: 5 },
      { name: 'Cy', age: 50 },
    ],
  },
  steps: { menu: { key: '1' } },
  call: { id: 'c1' },
  caller: { number: '+15550001', name: '' },
};

function evaluate(text: string, values: JsonObject = roots) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.program.evaluate(values);
}
const value = (text: string, values?: JsonObject) => evaluate(text, values).value;
function problem(text: string): string {
  const parsed = parseExpression(text);
  if (parsed.ok) throw new Error(`${text} is an expression`);
  return parsed.problem.message;
}
function errorCode(text: string, values?: JsonObject): unknown {
  try {
    evaluate(text, values);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
}

describe('values', () => {
  test.each([
    ['vars.total * 2', 42],
    ['vars.total + 1', 22],
    ['1 + vars.total', 22],
    ['vars.total - 1.5', 19.5],
    ['vars.total / 2', 10.5],
    ['7 / 2', 3.5],
    ['vars.total % 2', 1],
    ['-vars.total', -21],
    ['vars.total > 20 && vars.total <= 21.0', true],
    ['vars.total == 21', true],
    ['vars.total != 21.0', false],
    ['vars.digits > 18', true],
    ['vars.digits * 2', 42],
    ['"Total: " + vars.total', 'Total: 21'],
    ['0.1 + 0.2 == 0.3 || true', true],
    ['vars.name + "!"', 'Ada!'],
    ['vars.vip ? "gold" : 5', 'gold'],
    ['vars["name"]', 'Ada'],
    ['vars.tags[1]', 'b'],
    ['vars.people[1].name', 'Cy'],
    ['"a" in vars.tags', true],
    ['"total" in vars', true],
    ['[1, 2] + [3]', [1, 2, 3]],
    ['{"a": vars.total}', { a: 21 }],
    ['[1, {"a": 2}] == [1, {"a": 2}]', true],
    ['size(vars.tags) + size("héllo") + size(vars.people[0])', 9],
    ['vars.name.lower() + vars.name.upper()', 'adaADA'],
    ['" x ".trim()', 'x'],
    ['vars.name.startsWith("A") && vars.name.endsWith("a") && vars.name.contains("d")', true],
    ['"+1 (555) 0001".replace(" ", "").replace("(", "")', '+1555)0001'],
    ['"a,b".split(",").join("-")', 'a-b'],
    ['"hello".substring(1, 3)', 'el'],
    ['"hello".substring(9)', ''],
    ['"12345".matches("^[0-9]{5}$")', true],
    ['matches("x1", "[0-9]")', true],
    ['vars.people.filter(p, p.age > 18).map(p, p.name)', ['Cy']],
    ['vars.people.map(p, p.age > 18, p.name)', ['Cy']],
    ['vars.people.all(p, p.age > 1) && vars.people.exists(p, p.age == 5)', true],
    ['vars.people.exists_one(p, p.age > 18)', true],
    ['vars.tags.unique()', true],
    ['[1, 1].unique()', false],
    ['round(2.345, 2)', 2.35],
    ['round(vars.total / 4)', 5],
    ['int("12") + double("1.5")', 13.5],
    ['string(0.1 + 0.2)', '0.3'],
    ['min(3, 1, 2) + max(1, 5)', 6],
    ['json({"a": [true]})', '{"a":[true]}'],
    ['same("Yes.", "yes")', true],
    ['same("5", 5)', true],
  ])('%s is %j', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test('an expression gives what the CEL library gives, where both have a value', () => {
    const number = fc.integer({ min: -1_000, max: 1_000 }).map((n) => (n < 0 ? `(${n})` : String(n)));
    const numeric = fc.letrec<{ sum: string }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        number,
        fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      ),
    })).sum;
    const text = fc.string({ maxLength: 8 }).map((each) => JSON.stringify(each));
    const condition = fc.oneof(
      fc.tuple(numeric, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), numeric).map((parts) => parts.join(' ')),
      fc.tuple(text, fc.constantFrom('==', '!=', '<', '>='), text).map((parts) => parts.join(' ')),
      fc.tuple(text, fc.constantFrom('contains', 'startsWith', 'endsWith'), text).map(([a, m, b]) => `${a}.${m}(${b})`),
      fc.tuple(numeric, fc.array(numeric, { maxLength: 4 })).map(([n, list]) => `${n} in [${list.join(', ')}]`),
    );
    const any = fc.oneof(
      numeric,
      fc.tuple(condition, fc.constantFrom('&&', '||'), condition).map(([a, op, b]) => `(${a}) ${op} !(${b})`),
      fc.tuple(condition, numeric, numeric).map(([c, a, b]) => `${c} ? ${a} : ${b}`),
      fc
        .tuple(fc.array(number, { minLength: 1, maxLength: 5 }), number)
        .map(([l, n]) => `[${l.join(', ')}].filter(x, x > ${n}).size()`),
      fc.tuple(text, text).map(([a, b]) => `(${a} + ${b}).size()`),
    );
    fc.assert(
      fc.property(any, (source) => {
        const theirs: unknown = celEvaluate(source);
        const ours = value(source);
        expect(ours === 0 ? 0 : ours).toEqual(typeof theirs === 'bigint' ? Number(theirs) : theirs);
      }),
      { numRuns: 500 },
    );
  });
});

describe('missing values', () => {
  test.each([
    ['vars.nobody', null, ['vars.nobody']],
    ['steps.other.key', null, ['steps.other.key']],
    ['vars.people[7].name', null, ['vars.people[7].name']],
    ['vars["nobody"] == null', true, ['vars["nobody"]']],
    ['vars.nobody + 1', null, ['vars.nobody']],
    ['"Hi " + vars.nobody', 'Hi ', ['vars.nobody']],
    ['vars.nobody > 3', false, ['vars.nobody']],
    ['vars.nobody && true', false, ['vars.nobody']],
    ['!vars.nobody', true, ['vars.nobody']],
    ['vars.nobody ? 1 : 2', 2, ['vars.nobody']],
    ['vars.nobody.startsWith("A")', false, ['vars.nobody']],
    ['size(vars.nobody)', 0, ['vars.nobody']],
    ['vars.nobody.map(x, x)', [], ['vars.nobody']],
    ['vars.empty', null, []],
    ['vars.name.first', null, ['vars.name.first']],
    ['has(vars.nobody) || has(vars.name)', true, []],
    ['somewhere', null, ['somewhere']],
  ])('%s is %j and is warned of', (text, expected, paths) => {
    const result = evaluate(text);
    expect(result.value).toEqual(expected);
    expect(result.warnings.map((warning) => warning.path)).toEqual(paths);
  });
});

describe('problems', () => {
  test.each([
    ['', 'empty'],
    ['1 +', 'ends too early'],
    ['vars.x ==', 'ends too early'],
    ['foo(1)', 'no function foo()'],
    ['"a".foo()', 'no function .foo()'],
    ['size()', 'wrong number of values'],
    ['vars.constructor', "'constructor' can't be used"],
    ['vars["__proto__"]', "'__proto__' can't be used"],
    ['constructor', "'constructor' can't be used"],
    ['vars.a.map(x, vars.b.map(y, y))', "can't be used inside another"],
    ['[1].all(x, [2].exists(y, y == x))', "can't be used inside another"],
    ['"a".matches("(")', 'is not a pattern'],
    ['"a".matches("(a{500}){500}")', 'pattern'],
    ['b"abc"', 'Bytes'],
    ['99999999999999999', 'too large'],
    ['x'.repeat(2_001), 'at most 2000 characters'],
    [`${'('.repeat(900)}1${')'.repeat(900)}`, 'too large'],
    [`${'!'.repeat(150)}true`, 'nested'],
    [`${'!'.repeat(1_500)}true`, 'too large'],
    [`1${'+1'.repeat(900)}`, 'too large'],
    [`vars${'.a'.repeat(300)}`, 'too large'],
    ['vars.?a', ''],
    ['cel.bind(x, 1, x)', 'no function .bind()'],
  ])('%# %.40s is not an expression', (text, message) => {
    expect(problem(text)).toContain(message);
  });

  test('a problem says where it is', () => {
    const parsed = parseExpression('vars.total + foo(1)');
    expect(parsed).toMatchObject({ ok: false, problem: { position: 13 } });
  });

  test('no text makes the parser throw', () => {
    const tokens = fc.constantFrom(
      'vars',
      '.',
      'x',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '+',
      '"',
      "'",
      '1',
      ',',
      '?',
      ':',
      '!',
      'map',
      ' ',
      '\\',
      '&&',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(tokens, { maxLength: 30 }).map((t) => t.join('')),
        ),
        (text) => {
          const parsed = parseExpression(text);
          if (parsed.ok) errorCode(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('run-time errors', () => {
  test.each([
    ['1 / 0', 'division-by-zero'],
    ['1 % 0', 'division-by-zero'],
    ['vars.tags * 2', 'wrong-type'],
    ['vars.name && true', 'wrong-type'],
    ['vars.name > 3', 'wrong-type'],
    ['"x".matches(vars.name + "(")', 'bad-pattern'],
    ['1e308 * 10', 'bad-number'],
    ['{vars.total: 1}', 'wrong-type'],
  ])('%s fails with %s', (text, code) => {
    expect(errorCode(text)).toBe(code);
  });
});

describe('hostile input', () => {
  const quickly = (run: () => void, limitMs = 500) => {
    const began = performance.now();
    run();
    expect(performance.now() - began).toBeLessThan(limitMs);
  };

  test('a pattern that backtracks elsewhere takes linear time', () => {
    quickly(() => expect(value(`"${'a'.repeat(1_500)}!".matches("^(a+)+$")`)).toBe(false));
    quickly(() => expect(value('vars.t.matches("^(a|a)*$")', { vars: { t: `${'a'.repeat(9_999)}!` } })).toBe(false));
    quickly(() => errorCode('vars.t.matches("((a|aa|aaa){50}|(b?){100}){4}$")', { vars: { t: 'a'.repeat(9_999) } }));
    expect(errorCode('vars.t.matches(vars.p)', { vars: { t: 'a', p: '((a|aa|aaa){100}|(b?){200}){5}$' } })).toBe(
      'bad-pattern',
    );
    expect(
      errorCode('vars.l.map(x, vars.t.matches("^(a|a)*$"))', {
        vars: { t: `${'a'.repeat(9_999)}!`, l: Array.from({ length: 60 }, () => 1) },
      }),
    ).toBe('too-costly');
  });

  test('work is bounded', () => {
    const list = Array.from({ length: 10_000 }, (_, index) => index);
    quickly(() => expect(errorCode(`vars.list.map(x, ${'x + '.repeat(50)}x)`, { vars: { list } })).toBe('too-costly'));
    quickly(() => expect(errorCode('vars.list + vars.list', { vars: { list } })).toBe('too-large'));
    const text = 'x'.repeat(50_000);
    quickly(() => expect(errorCode('vars.text + vars.text', { vars: { text } })).toBe('too-large'));
    quickly(() => expect(errorCode('vars.text.replace("x", vars.text)', { vars: { text } })).toBe('too-large'));
    quickly(() =>
      expect(errorCode('vars.list.map(x, vars.text + "").join(vars.text)', { vars: { text, list } })).toBe(
        'too-costly',
      ),
    );
  });

  test('a value nested 100,000 deep is refused, not walked into', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
    const alike = JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
    expect(errorCode('json(vars.deep)', { vars: { deep } })).toBe('too-large');
    expect(errorCode('vars.deep == vars.alike', { vars: { deep, alike } })).toBe('too-large');
    expect(errorCode('vars.deep', { vars: { deep } })).toBe('too-large');
    expect(errorCode('same(vars.deep, vars.alike)', { vars: { deep, alike } })).toBe('too-large');
    expect(errorCode('[vars.deep, 1].unique()', { vars: { deep } })).toBe('too-large');
  });

  test("nothing reaches JavaScript's own objects", () => {
    const vars = JSON.parse('{"__proto__": {"x": 1}, "list": [], "text": "a", "key": "constructor"}');
    expect(value('vars[vars.key]', { vars })).toBeNull();
    expect(value('vars["__pro" + "to__"]', { vars })).toBeNull();
    expect(value('vars.list.length', { vars })).toBeNull();
    expect(value('vars.text.length', { vars })).toBeNull();
    expect(value('vars.toString', { vars })).toBeNull();
    expect(value('toString', { vars })).toBeNull();
    expect(errorCode('{"__proto" + "__": 1}', { vars })).toBe('wrong-type');
  });
});

test('references name the variables and nodes that are read, the macro variable not', () => {
  const parsed = parseExpression(
    'vars.list.filter(x, x.y > vars["low"]).size() > steps.menu.key && caller.number == foo',
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(references(parsed.program)).toEqual({
    vars: ['list', 'low'],
    steps: ['menu'],
    roots: ['vars', 'steps', 'caller', 'foo'],
  });
});

test('the same text is parsed once', () => {
  expect(parseExpression('vars.a + 1')).toBe(parseExpression('vars.a + 1'));
});
