import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#runtime/flow/json';
import { compileSettings } from '#runtime/flow/settings-template';
import { parseTemplate, textFor } from '#runtime/flow/template';

const roots: JsonObject = {
  vars: {
    name: 'Ada',
    price: 0.1,
    vip: true,
    list: ['a', 2, false],
    evil: '{{ vars.name }}',
    object: { a: 1 },
    none: null,
  },
};

function template(text: string) {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.template;
}
const render = (text: string) => template(text).render(roots);

describe('a template', () => {
  test.each([
    ['Hello {{ vars.name }}!', 'Hello Ada!'],
    ['{{vars.name}}{{vars.name}}', 'AdaAda'],
    ['no placeholder }} here', 'no placeholder }} here'],
    ['{{ vars.price + 0.2 }}', '0.3'],
    ['{{ 1000000.0 * 1000000000.0 * 10000000.0 }}', '10000000000000000000000'],
    ['{{ 0.00000012 }}', '0.00000012'],
    ['{{ vars.vip }}, {{ !vars.vip }}', 'yes, no'],
    ['{{ vars.list }}', 'a, 2, no'],
    ['{{ {"a": {"b": 1}}.a.b }}', '1'],
    ['{{ "}}" + \'}}\' }}', '}}}}'],
    ['{{ "{{" }}', '{{'],
  ])('%s gives %s', (text, expected) => {
    expect(render(text)).toEqual({ text: expected, warnings: [] });
  });

  test('leaves a missing value empty, with a warning', () => {
    expect(render('Dear {{ vars.nobody }}.')).toEqual({
      text: 'Dear .',
      warnings: [{ code: 'value-missing', message: 'vars.nobody has no value.', path: 'vars.nobody' }],
    });
    expect(render('{{ vars.none }}').warnings).toMatchObject([{ code: 'value-missing', path: 'vars.none' }]);
  });

  test('leaves what fails empty, with a warning', () => {
    expect(render('a{{ 1 / 0 }}b')).toMatchObject({ text: 'ab', warnings: [{ code: 'division-by-zero' }] });
  });

  test('never renders the output of an expression again', () => {
    expect(render('{{ vars.evil }}').text).toBe('{{ vars.name }}');
  });

  test('warns when an object would be spoken', () => {
    expect(render('{{ vars.object }}')).toMatchObject({ text: '{"a":1}', warnings: [{ code: 'value-not-text' }] });
  });

  test('is cut when it grows too long', () => {
    const rendered = template('{{ vars.long }}').render({ vars: { long: 'x'.repeat(30_000) } });
    expect(rendered.text).toHaveLength(20_000);
    expect(rendered.warnings).toMatchObject([{ code: 'text-cut' }]);
  });

  test.each([
    ['Hello {{ vars.name', 6],
    ['Hello {{ }}', 8],
    ['Hello {{ 1 + }}', 13],
    ['{{ "unclosed }}', 0],
  ])('%s is not one, and says where', (text, position) => {
    expect(parseTemplate(text)).toMatchObject({ ok: false, problem: { position } });
  });

  test('never shows a placeholder and never throws, whatever the text', () => {
    const piece = fc.constantFrom('{{', '}}', '{', '}', ' vars.name ', '"', "'", 'x', '\\', '1 / 0', ' vars.no ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const parsed = parseTemplate(pieces.join(''));
        if (!parsed.ok) return;
        const literal = parsed.template.segments.filter((segment) => typeof segment === 'string').join('');
        expect(literal).not.toContain('{{');
        expect(() => parsed.template.render(roots)).not.toThrow();
      }),
    );
  });
});

test('text for a value is what people write', () => {
  expect([null, true, 1.1, [1, [2, 'x']], ''].map(textFor)).toEqual(['', 'yes', '1.1', '1, 2, x', '']);
});

describe('settings', () => {
  test('without a template are one frozen object', () => {
    const settings = { prompt: { say: 'Hello' }, options: [{ id: 'a', key: '1' }], tries: 3 };
    const compiled = compileSettings(settings);
    expect(compiled.constant).toBe(true);
    expect(compiled.render(roots).settings).toBe(settings);
    expect(compiled.render(roots)).toBe(compiled.render({}));
    expect(Object.isFrozen(settings.options[0])).toBe(true);
  });

  test('are rendered wherever a text stands', () => {
    const compiled = compileSettings({
      prompt: { say: 'Hello {{ vars.name }}' },
      options: [
        { id: 'a', label: '{{ vars.list }}' },
        { id: 'b', label: 'plain' },
      ],
      tries: 3,
    });
    expect(compiled.constant).toBe(false);
    expect(compiled.render(roots)).toEqual({
      settings: {
        prompt: { say: 'Hello Ada' },
        options: [
          { id: 'a', label: 'a, 2, no' },
          { id: 'b', label: 'plain' },
        ],
        tries: 3,
      },
      warnings: [],
    });
  });

  test('render a broken template as nothing, with a warning', () => {
    const compiled = compileSettings({ say: 'Hello {{ vars.name' });
    expect(compiled.render(roots)).toMatchObject({ settings: { say: '' }, warnings: [{ code: 'template-invalid' }] });
  });
});
