import { ActionIcon, Alert, Menu } from '@mantine/core';
import { Copy, EllipsisVertical, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import type { FlowNode } from '#runtime/flow/schema';
import { StepIcon } from '../canvas/step-icon.tsx';
import { ClosePanel } from '../flow/close-panel.tsx';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { copyOf, paste, readClip } from '../state/edits/clipboard.ts';
import { changeNode, changeSettings, removeAll } from '../state/edits/nodes.ts';
import { formWords as words } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import type { Surroundings } from './form-context.tsx';
import { MarkdownText } from './help/markdown-text.tsx';
import { NodeExits } from './node-exits.tsx';
import { NodeIdField } from './node-id-field.tsx';
import classes from './panel.module.css';
import { SettingsForm } from './settings-form.tsx';
import { showField, showForm } from './show-field.ts';

/** The side panel of the chosen node: its name, its form, where its exits lead. */
export function SettingsPanel() {
  const catalogue = useEditorCatalogue();
  const node = useEditor(({ flow, selected }) => {
    const [id] = selected;
    return selected.size === 1 ? flow.nodes.find((each) => each.id === id) : undefined;
  });
  if (node === undefined) return <p className={classes.body}>{words.panel.one}</p>;
  return <NodePanel key={node.id} node={node} entry={catalogue.get(node.step)} />;
}

function NodePanel({ node, entry }: { readonly node: FlowNode; readonly entry: CatalogueEntry | undefined }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const all = useEditor((state) => state.issues);
  const focus = useEditor((state) => state.focus);
  const body = useRef<HTMLDivElement>(null);
  const issues = useMemo(() => all.filter(({ nodeId }) => nodeId === node.id), [all, node.id]);
  const reveal = focus?.nodeId === node.id ? focus.field : undefined;
  const edit = store.getState().edit;
  const surroundings = useMemo(
    (): Surroundings => ({
      flow,
      catalogue,
      nodeId: node.id,
      ...(entry === undefined ? {} : { entry }),
      createVariable: (variable, gesture) =>
        edit((before) => ({ ...before, variables: [...before.variables, variable] }), gesture),
      goTo: (id) => store.getState().open(id),
    }),
    [flow, catalogue, node.id, entry, edit, store],
  );
  useEffect(() => {
    if (focus?.nodeId === node.id && body.current !== null)
      focus.field === 'settings'
        ? showForm(body.current)
        : showField(body.current.parentElement ?? body.current, focus.field);
  }, [focus, node.id]);
  const rename = (label: string) =>
    edit(
      (before) =>
        changeNode(before, node.id, ({ label: _before, ...rest }) => (label === '' ? rest : { ...rest, label })),
      `label ${node.id}`,
    );
  const stepIssues = issues.filter(({ field }) => field === 'step' || field === 'stepVersion' || field === undefined);
  return (
    <>
      <header className={classes.head}>
        <div className={classes.title}>
          <span className={classes.icon} data-group={entry?.group}>
            <StepIcon name={entry?.icon ?? 'puzzle'} />
          </span>
          <div className={classes.names} data-field="label">
            <input
              className={classes.name}
              aria-label={words.panel.name}
              value={node.label ?? ''}
              placeholder={entry?.title ?? node.step}
              maxLength={120}
              onChange={({ currentTarget }) => rename(currentTarget.value)}
            />
            <div className={classes.step}>{entry?.title ?? node.step}</div>
          </div>
          <NodeMenu node={node} />
          <ClosePanel />
        </div>
      </header>
      <div className={classes.body} ref={body}>
        {stepIssues.length > 0 && (
          <div className={classes.top}>
            <FieldIssues issues={stepIssues} />
          </div>
        )}
        {entry === undefined ? (
          <Alert color="yellow" title={words.panel.unknown}>
            {words.panel.unknownFix}
          </Alert>
        ) : (
          <>
            <About entry={entry} />
            <SettingsForm
              schema={entry.settings}
              value={node.settings}
              issues={issues}
              reveal={reveal}
              surroundings={surroundings}
              onChange={(settings, gesture) =>
                edit(
                  (before) => changeSettings(before, catalogue, node.id, settings),
                  gesture && `${node.id} ${gesture}`,
                )
              }
            />
            <NodeExits node={node} entry={entry} issues={issues} goTo={surroundings.goTo} />
          </>
        )}
        <NodeIdField node={node} />
      </div>
    </>
  );
}

function About({ entry }: { readonly entry: CatalogueEntry }) {
  return (
    <details className={classes.about}>
      <summary>{words.panel.about}</summary>
      <div>
        <MarkdownText source={entry.docs === '' ? entry.summary : entry.docs} />
      </div>
    </details>
  );
}

function NodeMenu({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const duplicate = useCallback(() => {
    const { flow, edit, select } = store.getState();
    const clip = readClip(copyOf(flow, new Set([node.id])));
    if (clip === undefined) return;
    const pasted = paste(flow, clip, { x: node.position.x + 48, y: node.position.y + 48 });
    edit(() => pasted.flow);
    select(pasted.ids);
  }, [store, node]);
  const remove = () => {
    store.getState().edit((flow) => removeAll(flow, catalogue, new Set([node.id])));
    store.getState().select([]);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.panel.more}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={duplicate}>
          {words.panel.duplicate}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<Trash2 size={14} aria-hidden />} onClick={remove}>
          {words.panel.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
