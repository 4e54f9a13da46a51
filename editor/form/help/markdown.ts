/** A piece of a line. */
export type Inline = { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const LONGEST = 20_000;

/**
 * The small part of Markdown that a step's help uses: paragraphs, headings, lists, tables, code, bold, italic. All else,
 * HTML and links among it, stays the text that it is: help can come with a plugin.
 */
export function parseMarkdown(source: string): readonly Block[] {
  const blocks: Block[] = [];
  const parts = source.slice(0, LONGEST).replaceAll('\r', '').split('```');
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'code', text: part.replace(/^\w*\n/, '').trimEnd() });
    else blocks.push(...part.split(/\n\s*\n/).flatMap((chunk) => blocksOf(chunk.trim())));
  }
  return blocks;
}

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;

function blocksOf(chunk: string): readonly Block[] {
  if (chunk === '') return [];
  const lines = chunk.split('\n');
  const [first = '', second = ''] = lines;
  if (/^#{1,6}\s/.test(first)) {
    const heading: Block = { kind: 'heading', inlines: inlinesOf(first.replace(/^#+\s*/, '')) };
    return [heading, ...blocksOf(lines.slice(1).join('\n').trim())];
  }
  if (first.startsWith('|') && /^\|[\s:|-]+\|?$/.test(second))
    return [{ kind: 'table', head: cellsOf(first), rows: lines.slice(2).map(cellsOf) }];
  const from = lines.findIndex((line) => ITEM.test(line));
  if (from > 0) return [...blocksOf(lines.slice(0, from).join('\n')), ...blocksOf(lines.slice(from).join('\n'))];
  if (from === 0) {
    const items: string[] = [];
    for (const line of lines) {
      if (ITEM.test(line)) items.push(line.replace(ITEM, ''));
      else items.push(`${items.pop() ?? ''} ${line.trim()}`);
    }
    return [{ kind: 'list', items: items.map(inlinesOf) }];
  }
  return [{ kind: 'paragraph', inlines: inlinesOf(lines.join(' ')) }];
}

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const MARKS = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|_[^_\s][^_]*_(?!\w))/;

function inlinesOf(text: string): readonly Inline[] {
  return text
    .split(MARKS)
    .filter((piece) => piece !== '')
    .map((piece): Inline => {
      if (/^`[^`]+`$/.test(piece)) return { kind: 'code', text: piece.slice(1, -1) };
      if (/^\*\*[^*]+\*\*$/.test(piece)) return { kind: 'strong', text: piece.slice(2, -2) };
      if (/^(\*[^*]+\*|_[^_]+_)$/.test(piece)) return { kind: 'emphasis', text: piece.slice(1, -1) };
      return { kind: 'text', text: piece };
    });
}
