import classes from './markdown.module.css';
import { type Block, type Inline, parseMarkdown } from './markdown.ts';

/** A step's help. Never HTML: every piece is an element of ours with text inside. */
export function MarkdownText({ source }: { readonly source: string }) {
  return (
    <div className={classes.text}>
      {parseMarkdown(source).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
        <BlockOf key={index} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'code':
      return <pre>{block.text}</pre>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item.map(({ text }) => text).join('')}>{inlines(item)}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th key={cell}>{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row.join('|')}>
                {row.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'heading':
      return <h3>{inlines(block.inlines)}</h3>;
    default:
      return <p>{inlines(block.inlines)}</p>;
  }
}

const inlines = (pieces: readonly Inline[]) =>
  pieces.map(({ kind, text }, index) => {
    const key = `${index} ${text}`;
    if (kind === 'strong') return <strong key={key}>{text}</strong>;
    if (kind === 'emphasis') return <em key={key}>{text}</em>;
    return kind === 'code' ? <code key={key}>{text}</code> : text;
  });
