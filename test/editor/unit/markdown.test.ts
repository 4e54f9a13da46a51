import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../editor/form/help/markdown.ts';
import { steps } from '../../../plugins/index.ts';

describe("a step's help", () => {
  test('has paragraphs, lists that go on over lines, tables and code', () => {
    const blocks = parseMarkdown(
      'One\ntwo.\n\n**Exits**\n- **a**: first\n  line\n- b\n\n| k | v |\n|---|---|\n| 1 | x |\n\n```\ncode\n```',
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph', 'list', 'table', 'code']);
    expect(blocks[2]).toMatchObject({
      items: [
        [
          { kind: 'strong', text: 'a' },
          { kind: 'text', text: ': first line' },
        ],
        [{ kind: 'text', text: 'b' }],
      ],
    });
    expect(blocks[3]).toMatchObject({ head: ['k', 'v'], rows: [['1', 'x']] });
  });

  test('stays text where it holds HTML, links or scripts', () => {
    const [block] = parseMarkdown('<img src=x onerror=alert(1)> [here](javascript:alert(1))');
    expect(block).toEqual({
      kind: 'paragraph',
      inlines: [{ kind: 'text', text: '<img src=x onerror=alert(1)> [here](javascript:alert(1))' }],
    });
  });

  test('of every built-in step leaves no mark of its notation', () => {
    const text = (value: unknown): string =>
      typeof value === 'string'
        ? value
        : Object.entries(value as object)
            .map(([key, each]) => (key === 'kind' ? '' : text(each)))
            .join(' ');
    for (const { type, docs } of steps) expect(text(parseMarkdown(docs ?? '')), type).not.toMatch(/\*\*|`|^\|/);
  });

  test('of any length or shape is parsed in no time', () => {
    const started = performance.now();
    for (const text of ['*'.repeat(50_000), '`*_'.repeat(20_000), '|'.repeat(50_000), '- '.repeat(30_000)])
      parseMarkdown(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
