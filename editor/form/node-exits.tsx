import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { FlowNode } from '#runtime/flow/schema';
import { useEditor, useEditorCatalogue } from '../state/editor-context.tsx';
import { formWords as words } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import classes from './panel.module.css';

interface NodeExitsProps {
  readonly node: FlowNode;
  readonly entry: CatalogueEntry;
  readonly issues: readonly Issue[];
  readonly goTo: (nodeId: string) => void;
}

/** Where each exit of a node leads; a press goes there. */
export function NodeExits({ node, entry, issues, goTo }: NodeExitsProps) {
  const flow = useEditor((state) => state.flow);
  const catalogue = useEditorCatalogue();
  const exits = exitsOf(entry, node.settings);
  if (exits.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{words.panel.exits}</h3>
      <ul className={classes.exits}>
        {exits.map(({ exit, label, required }) => {
          const edge = flow.edges.find((each) => each.from === node.id && each.exit === exit);
          const to = flow.nodes.find(({ id }) => id === edge?.to);
          const target = to === undefined ? undefined : (to.label ?? catalogue.get(to.step)?.title ?? to.id);
          const name = exit === 'failed' ? words.panel.failedExit : label;
          const own = issues.filter(({ field, code }) => field === `exits.${exit}` && code !== 'exit-unwired');
          return (
            <li key={exit} data-field={`exits.${exit}`}>
              {to === undefined || target === undefined ? (
                <div className={classes.exit} data-missing={required || undefined}>
                  <span>{name}</span>
                  <span className={classes.to}>{required ? words.panel.needed : words.panel.leadsNowhere}</span>
                </div>
              ) : (
                <UnstyledButton className={classes.exit} onClick={() => goTo(to.id)}>
                  <span>{name}</span>
                  <VisuallyHidden>{words.panel.leadsTo}</VisuallyHidden>
                  <span className={classes.to}>{target}</span>
                  <ArrowRight size={13} aria-hidden />
                </UnstyledButton>
              )}
              <FieldIssues issues={own} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
