import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalogueEntry } from '#runtime/flow/catalogue';
import { type Issue, issueCodes } from '#runtime/flow/issue';
import { readFlow } from '#runtime/flow/read-flow';
import { Flow, type FlowNode } from '#runtime/flow/schema';
import { defineStep } from '#runtime/flow/step';
import { validateFlow } from '#runtime/flow/validate';
import { brokenFlow, type Mutation, mutations, validFlow } from '../support/random-flow.ts';
import { ask, sampleCatalogue } from '../support/sample-steps.ts';

const errors = (issues: readonly Issue[]) => issues.filter((issue) => issue.severity === 'error');
const plain = (issue: Issue) => {
  expect(issueCodes).toHaveProperty(issue.code);
  expect(issue.message).toMatch(/^['A-Z].*[.…]$/s);
  expect(issue.fix).toMatch(/\.$/);
};

function flowWith(settings: FlowNode['settings'], step = 'ask', more: Partial<Flow> = {}): Flow {
  return Flow.parse({
    schemaVersion: 1,
    id: 'one',
    name: 'One',
    variables: [{ name: 'word', type: 'text' }],
    nodes: [
      { id: 'start', step: 'begin' },
      { id: 'node', step, settings },
      { id: 'end', step: 'finish' },
    ],
    edges: [
      { from: 'start', exit: 'next', to: 'node' },
      { from: 'node', exit: step === 'choose' ? 'otherwise' : 'next', to: 'end' },
    ],
    ...more,
  });
}

describe('any flow', () => {
  test('that is valid has no error, and is read back as it was', () => {
    fc.assert(
      fc.property(validFlow, (flow) => {
        expect(errors(validateFlow(flow, sampleCatalogue))).toEqual([]);
        expect(readFlow(JSON.stringify(flow))).toEqual({ ok: true, flow });
      }),
      { numRuns: 300 },
    );
  });

  test('that is broken says so, plainly and with a fix', () => {
    fc.assert(
      fc.property(brokenFlow, ({ flow, code }) => {
        const issues = validateFlow(flow, sampleCatalogue);
        expect(errors(issues).map((issue) => issue.code)).toContain(code);
        issues.forEach(plain);
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.keys(mutations) as Mutation[])('broken by %s says so', (code) => {
    const [flow] = fc.sample(validFlow, { numRuns: 1, seed: 7 });
    if (flow === undefined) throw new Error('no flow');
    expect(errors(validateFlow(mutations[code](flow), sampleCatalogue)).map((issue) => issue.code)).toContain(code);
  });

  test('with several things broken at once still gives issues and no exception', () => {
    const several = fc.tuple(
      validFlow,
      fc.array(fc.constantFrom(...(Object.keys(mutations) as Mutation[])), { minLength: 2, maxLength: 6 }),
    );
    fc.assert(
      fc.property(several, ([flow, codes]) => {
        const broken = codes.reduce((each, code) => mutations[code](each), flow);
        expect(errors(validateFlow(broken, sampleCatalogue)).length).toBeGreaterThan(0);
      }),
    );
  });

  test('whose settings are any JSON gives issues and no exception', () => {
    const settings = fc.dictionary(fc.constantFrom('prompt', 'ways', 'value', 'variable', 'text', 'x'), fc.jsonValue());
    fc.assert(
      fc.property(settings, fc.constantFrom('ask', 'work', 'choose'), (given, step) => {
        validateFlow(flowWith(given as FlowNode['settings'], step), sampleCatalogue).forEach(plain);
      }),
    );
  });
});

describe('an issue says where', () => {
  const found = (flow: Flow, code: string, options = {}) =>
    validateFlow(flow, sampleCatalogue, options)
      .filter((issue) => issue.code === code)
      .map(({ nodeId, field, severity }) => ({ nodeId, field, severity }));
  const at = (field: string, severity = 'error') => [{ nodeId: 'node', field, severity }];
  const asset = `sha256:${'0'.repeat(64)}`;

  test.each<[string, string, FlowNode['settings'], string, string]>([
    [
      'a setting of the wrong type',
      'settings-invalid',
      { prompt: { say: 'x' }, tries: 'many' },
      'ask',
      'settings.tries',
    ],
    ['an unknown setting', 'settings-invalid', { prompt: { say: 'x' }, nope: 1 }, 'ask', 'settings.nope'],
    ['a missing setting', 'settings-invalid', {}, 'ask', 'settings.prompt'],
    ['a wrong prompt', 'settings-invalid', { prompt: { say: 1 } }, 'ask', 'settings.prompt.say'],
    ['a template in a prompt', 'template-invalid', { prompt: { say: '{{ 1 + }}' } }, 'ask', 'settings.prompt.say'],
    [
      'a variable in a prompt',
      'variable-undeclared',
      { prompt: { say: '{{ vars.no }}' } },
      'ask',
      'settings.prompt.say',
    ],
    [
      'an empty variant',
      'prompt-empty',
      { prompt: { languages: { de: { say: '' } } } },
      'ask',
      'settings.prompt.languages.de.say',
    ],
    ['no variant', 'prompt-empty', { prompt: { languages: {} } }, 'ask', 'settings.prompt'],
    [
      'an expression in a list',
      'expression-invalid',
      { ways: [{ id: 'a', when: '(' }] },
      'choose',
      'settings.ways[0].when',
    ],
    ['an unknown name', 'name-unknown', { variable: 'word', value: 'word + "x"' }, 'work', 'settings.value'],
    ['a written variable', 'variable-undeclared', { variable: 'other', value: '1' }, 'work', 'settings.variable'],
    [
      'another node',
      'step-reference-unknown',
      { variable: 'word', value: 'steps.gone.answer' },
      'work',
      'settings.value',
    ],
    ['an exit', 'exit-unwired', { ways: [{ id: 'a', when: 'true' }] }, 'choose', 'exits.ways:a'],
    ['an item without an id', 'item-id-missing', { ways: [{ when: 'true' }] }, 'choose', 'settings.ways[0].id'],
  ])('%s: %s', (_what, code, settings, step, field) => {
    expect(found(flowWith(settings, step), code)).toEqual(at(field));
  });

  test('a field that no exit gives is a warning', () => {
    const text = { prompt: { say: '{{ steps.node.nothing }}{{ steps.node.answer }}' } };
    expect(found(flowWith(text), 'step-field-unknown')).toEqual(at('settings.prompt.say', 'warning'));
  });

  test('a name that the step offers to its expression is known', () => {
    expect(found(flowWith({ ways: [{ id: 'a', when: 'value == vars.word' }] }, 'choose'), 'name-unknown')).toEqual([]);
  });

  test('a recording is missing when the store has none by its hash', () => {
    const flow = flowWith({ prompt: { asset } });
    expect(found(flow, 'asset-missing', { hasAsset: () => false })).toEqual(at('settings.prompt.asset'));
    expect(found(flow, 'asset-missing', { hasAsset: (hash: string) => hash === asset })).toEqual([]);
    expect(found(flow, 'asset-missing')).toEqual([]);
  });

  test('a prompt needs a voice that speaks its language', () => {
    const canSpeak = (language: string, voice: string) => language === 'en' && voice === 'local:rms';
    const flow = flowWith({ prompt: { languages: { en: { say: 'Hi' }, de: { say: 'Hallo' } } } });
    expect(found(flow, 'no-voice-for-language', { canSpeak })).toEqual(at('settings.prompt.languages.de.say'));
    const french = flowWith({ prompt: { say: 'Salut' } }, 'ask', { language: 'fr' });
    expect(found(french, 'no-voice-for-language', { canSpeak })).toEqual(at('settings.prompt.say'));
  });

  test('a node that no call can come to is a warning', () => {
    const flow = flowWith({ prompt: { say: 'x' } });
    const lost = { ...flow, edges: flow.edges.filter((edge) => edge.to !== 'end') };
    expect(validateFlow(lost, sampleCatalogue).filter((issue) => issue.code === 'node-unreachable')).toMatchObject([
      { nodeId: 'end', severity: 'warning' },
    ]);
  });

  test("a variable can't have a name of JavaScript's own", () => {
    const flow = flowWith({ prompt: { say: 'x' } }, 'ask', { variables: [{ name: 'constructor', type: 'text' }] });
    expect(validateFlow(flow, sampleCatalogue)).toMatchObject([{ code: 'name-forbidden', field: 'variables[0].name' }]);
  });

  test('a node that a setting names must be there', () => {
    const settings = ask.settings.extend({ recordedBy: z.string().meta({ ui: 'node' }) });
    const reader = defineStep({ ...ask, settings, run: () => Promise.reject(new Error('not run')) });
    const catalogue = new Map(sampleCatalogue).set('ask', catalogueEntry(reader));
    const issues = (recordedBy: string) => validateFlow(flowWith({ prompt: { say: 'x' }, recordedBy }), catalogue);
    expect(issues('nobody')).toMatchObject([{ code: 'step-reference-unknown', field: 'settings.recordedBy' }]);
    expect(issues('end')).toEqual([]);
  });

  test('too many nodes are refused', () => {
    const flow = flowWith({ prompt: { say: 'x' } });
    const nodes = Array.from({ length: 2_001 }, (_, index) => ({ ...flow.nodes[2]!, id: `n${index}` }));
    expect(validateFlow({ ...flow, nodes }, sampleCatalogue)).toContainEqual(
      expect.objectContaining({ code: 'limit-exceeded', field: 'nodes' }),
    );
  });
});

test('a chain and a circle of 2,000 nodes are checked within seconds', () => {
  const ids = Array.from({ length: 1_998 }, (_, index) => `n${index}`);
  const work = ids.map((id) => ({ id, step: 'work', settings: { variable: 'word', value: `"${id}"` } }));
  const chain = (back: string) =>
    Flow.parse({
      schemaVersion: 1,
      id: 'long',
      name: 'Long',
      variables: [{ name: 'word', type: 'text' }],
      nodes: [{ id: 'start', step: 'begin' }, ...work, { id: 'end', step: 'finish' }],
      edges: [
        { from: 'start', exit: 'next', to: 'n0' },
        ...ids.map((id, index) => ({ from: id, exit: 'next', to: ids[index + 1] ?? back })),
      ],
    });
  const began = performance.now();
  expect(errors(validateFlow(chain('end'), sampleCatalogue))).toEqual([]);
  expect(validateFlow(chain('n0'), sampleCatalogue).map((issue) => issue.code)).toEqual([
    'node-unreachable',
    'loop-without-waiting',
  ]);
  expect(performance.now() - began).toBeLessThan(5_000);
});
