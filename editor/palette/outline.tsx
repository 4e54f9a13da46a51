import { exitsOf } from '#runtime/flow/catalogue';
import type { FlowNode } from '#runtime/flow/schema';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { outlineWords as words } from '../words/outline.ts';
import classes from './outline.module.css';

/** The flow as a list: every node with where its exits lead. What the canvas shows, for screen readers and for reading. */
export function Outline() {
  const flow = useEditor((state) => state.flow);
  const nodes = flow.nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
  return (
    <nav className={classes.outline} aria-label={words.label}>
      <ol>
        {nodes.map((node) => (
          <OutlineNode key={node.id} node={node} />
        ))}
      </ol>
    </nav>
  );
}

function OutlineNode({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const isSelected = useEditor((state) => state.selected.has(node.id));
  const entry = catalogue.get(node.step);
  const nameOf = (id: string) => {
    const found = flow.nodes.find((each) => each.id === id);
    return found?.label ?? catalogue.get(found?.step ?? '')?.title ?? id;
  };
  const targets = new Map(flow.edges.filter(({ from }) => from === node.id).map(({ exit, to }) => [exit, to]));
  return (
    <li>
      <button
        type="button"
        className={classes.node}
        aria-current={isSelected || undefined}
        onClick={() => store.getState().open(node.id)}
      >
        {nameOf(node.id)}
      </button>
      {entry !== undefined && (
        <ul>
          {exitsOf(entry, node.settings).map(({ exit, label, required }) => {
            const to = targets.get(exit);
            if (to === undefined && !required) return null;
            return (
              <li key={exit} data-unwired={to === undefined || undefined}>
                {to === undefined ? words.nowhere(label) : words.leads(label, nameOf(to))}
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}
