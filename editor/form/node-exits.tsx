import { ActionIcon, Select } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { FlowNode } from '#runtime/flow/schema';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { connect, disconnect, edgeId } from '../state/edits/edges.ts';
import { formWords as words } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import classes from './panel.module.css';

interface NodeExitsProps {
  readonly node: FlowNode;
  readonly entry: CatalogueEntry;
  readonly issues: readonly Issue[];
  readonly goTo: (nodeId: string) => void;
}

/** Where each exit of a node leads: chosen here without drawing a line, and a press goes there. */
export function NodeExits({ node, entry, issues, goTo }: NodeExitsProps) {
  const store = useEditorStore();
  const flow = useEditor((state) => state.flow);
  const catalogue = useEditorCatalogue();
  const exits = exitsOf(entry, node.settings);
  if (exits.length === 0) return null;
  const nameOf = ({ label, step, id }: FlowNode) => label ?? catalogue.get(step)?.title ?? id;
  const names = flow.nodes.map(nameOf);
  const isUnique = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
  const targets = flow.nodes
    .filter(({ step }) => catalogue.get(step)?.traits.entry === undefined)
    .map((each) => {
      const name = nameOf(each);
      return { value: each.id, label: isUnique(name) ? name : `${name} (${each.id})` };
    });
  const lead = (exit: string, to: string | null) =>
    store
      .getState()
      .edit((before) =>
        to === null
          ? disconnect(before, new Set([edgeId({ from: node.id, exit })]))
          : connect(before, { from: node.id, exit, to }),
      );
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{words.panel.exits}</h3>
      <ul className={classes.exits}>
        {exits.map(({ exit, label, required }) => {
          const to = flow.edges.find((each) => each.from === node.id && each.exit === exit)?.to;
          const name = exit === 'failed' ? words.panel.failedExit : label;
          const own = issues.filter(({ field, code }) => field === `exits.${exit}` && code !== 'exit-unwired');
          return (
            <li key={exit} data-field={`exits.${exit}`}>
              <div className={classes.exit} data-missing={(required && to === undefined) || undefined}>
                <span>{name}</span>
                <Select
                  className={classes.to}
                  size="xs"
                  aria-label={words.panel.leadsTo(name)}
                  data={targets}
                  value={to ?? null}
                  placeholder={required ? words.panel.needed : words.panel.leadsNowhere}
                  searchable
                  selectFirstOptionOnChange
                  clearable
                  allowDeselect={false}
                  comboboxProps={{ width: 240, position: 'bottom-end' }}
                  nothingFoundMessage={words.panel.noTarget}
                  onChange={(next) => lead(exit, next)}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  disabled={to === undefined}
                  aria-label={words.panel.goTo(name)}
                  onClick={() => to !== undefined && goTo(to)}
                >
                  <ArrowRight size={13} aria-hidden />
                </ActionIcon>
              </div>
              <FieldIssues issues={own} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
