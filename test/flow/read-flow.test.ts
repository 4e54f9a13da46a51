import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#runtime/flow/json';
import { jsonTextDepth, jsonTextProblem } from '#runtime/flow/json-text';
import { readFlow } from '#runtime/flow/read-flow';

const minimal: JsonObject = { schemaVersion: 1, id: 'one', name: 'One', nodes: [] };
function issueOf(input: unknown) {
  const read = readFlow(input);
  if (read.ok) throw new Error('it is a flow');
  return read.issues[0];
}

test('a flow gets its defaults', () => {
  expect(readFlow(minimal)).toMatchObject({
    ok: true,
    flow: { language: 'en', edges: [], recording: { calls: 'never' } },
  });
});

test('a byte order mark before the JSON does not matter', () => {
  expect(readFlow(`\uFEFF${JSON.stringify(minimal)}`).ok).toBe(true);
});

describe('what is no flow is refused by a code', () => {
  const long = JSON.stringify({ ...minimal, description: 'x'.repeat(10_000_000) });
  const deepText = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const circle: Record<string, unknown> = { ...minimal };
  circle.self = [circle, circle, circle];
  const evil = (key: string) => `{"schemaVersion":1,"id":"a","name":"A","nodes":[],"recording":{"${key}":{"x":1}}}`;

  test.each<[string, unknown, string]>([
    ['nothing', '', 'json-invalid'],
    ['words', 'hello', 'json-invalid'],
    ['half', '{"a":', 'json-invalid'],
    ['binary', '\u0000\u0001PNG', 'json-invalid'],
    ['a list', '[]', 'field-invalid'],
    ['a number', '12', 'field-invalid'],
    ['null', null, 'field-invalid'],
    ['undefined', undefined, 'field-invalid'],
    ['a function', () => 1, 'field-invalid'],
    ['an empty object', '{}', 'version-missing'],
    ['version as text', '{"schemaVersion":"1"}', 'version-missing'],
    ['version 0', '{"schemaVersion":0}', 'version-unknown'],
    ['version 2', '{"schemaVersion":2}', 'version-newer'],
    ['wrong types', { ...minimal, nodes: 'many', name: 5 }, 'field-invalid'],
    ['10 MB', long, 'file-too-large'],
    ['100,000 deep', deepText, 'nested-too-deeply'],
    ['100,000 deep lists', '['.repeat(100_000), 'nested-too-deeply'],
    ['100,000 deep value', JSON.parse(deepText), 'nested-too-deeply'],
    ['a circle', circle, 'file-too-large'],
    ['__proto__', evil('__proto__'), 'name-forbidden'],
    ['constructor', evil('constructor'), 'name-forbidden'],
    ['prototype', evil('prototype'), 'name-forbidden'],
    [
      'a getter that throws',
      {
        get schemaVersion() {
          throw new Error('no');
        },
      },
      'json-invalid',
    ],
  ])('%s', (_name, input, code) => {
    expect(issueOf(input)).toMatchObject({ code, severity: 'error' });
  });

  test('nothing of it reaches the prototype of objects', () => {
    readFlow(evil('__proto__'));
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

test('an error of the JSON says its line and column', () => {
  expect(issueOf('{\n  "a": 1,\n  "b": tru\n}')?.message).toBe('This is not JSON. Line 3, column 8: Expected a value.');
});

test.each([
  ['{"a" 1}', 1, 6, "Expected ':'"],
  ['{"a":1,}', 1, 8, 'Expected a name in double quotes'],
  ['[1,]', 1, 4, 'Expected a value'],
  ['[1 2]', 1, 4, "Expected ',' or ']'"],
  ['{"a":"b', 1, 8, 'A text is not closed here or has a wrong character, but the text ends'],
  ['"a\\q"', 1, 3, 'A text is not closed here or has a wrong character'],
  ['[01]', 1, 3, "Expected ',' or ']'"],
  ['{}\n{}', 2, 1, 'There is more after the end'],
  ["{'a':1}", 1, 2, 'Expected a name in double quotes'],
])('%j stops being JSON at line %i, column %i', (text, line, column, message) => {
  expect(jsonTextProblem(text)).toEqual({ line, column, message });
});

test('the scanner of JSON text agrees with JSON.parse on what is JSON', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '1',
    '-',
    '0',
    '1e5',
    'true',
    'null',
    ' ',
    '\n',
    '\\',
    '.',
  );
  const texts = fc.oneof(
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
    fc.json(),
    fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, more]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + more + text.slice(cut + 1);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(jsonTextProblem(text) === undefined).toBe(valid);
    }),
    { numRuns: 3_000 },
  );
});

test('the depth of a JSON text is known without parsing it', () => {
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonTextDepth(JSON.stringify(value))).toBe(depth(value));
    }),
  );
});

test('any text and any value give a flow or issues, never an exception', () => {
  const flowLike = fc.dictionary(
    fc.constantFrom('schemaVersion', 'id', 'name', 'nodes', 'edges', 'variables', 'language', 'recording', 'x'),
    fc.oneof(
      fc.constant(1),
      fc.jsonValue(),
      fc.array(fc.record({ id: fc.jsonValue(), step: fc.jsonValue(), settings: fc.jsonValue() })),
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.anything(),
        flowLike,
        flowLike.map((value) => ({ ...minimal, ...value })),
      ),
      (input) => {
        const read = readFlow(input);
        if (read.ok) return;
        expect(read.issues.length).toBeGreaterThan(0);
        for (const issue of read.issues) expect(issue.message !== '' && issue.fix !== '').toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('an issue in a node names the node and the field in it', () => {
  const nodes = [
    { id: 'good', step: 'x' },
    { id: 'bad', step: 'x', position: { x: 'left', y: 0 }, colour: 'red' },
  ];
  const read = readFlow({ ...minimal, nodes });
  expect(read).toMatchObject({
    ok: false,
    issues: [
      { nodeId: 'bad', field: 'position.x', message: "'x' must be a number, not a text." },
      { nodeId: 'bad', field: 'colour', message: "'colour' is not known here." },
    ],
  });
});

test('too many nodes are a limit, not a form', () => {
  const nodes = Array.from({ length: 2_001 }, (_, index) => ({ id: `n${index}`, step: 'x' }));
  expect(issueOf({ ...minimal, nodes })).toMatchObject({ code: 'limit-exceeded', field: 'nodes' });
});
