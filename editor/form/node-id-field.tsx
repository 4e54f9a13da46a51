import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { type FlowNode, NodeId } from '#runtime/flow/schema';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { formWords as words } from '../words/form.ts';
import classes from './panel.module.css';
import { renameNode } from './rename/rename-in-flow.ts';

/** A node's id, which other nodes read its data by; they follow when it changes. */
export function NodeIdField({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const nodes = useEditor((state) => state.flow.nodes);
  const [text, setText] = useState(node.id);
  const problem =
    text === node.id
      ? undefined
      : nodes.some(({ id }) => id === text)
        ? words.panel.idTaken
        : NodeId.safeParse(text).success
          ? undefined
          : words.panel.idWrong;
  const keep = () => {
    if (text === node.id) return;
    if (problem !== undefined) return setText(node.id);
    store.getState().edit((flow) => renameNode(flow, catalogue, node.id, text));
    store.getState().select([text]);
  };
  return (
    <section className={classes.section} data-field="id">
      <TextInput
        label={words.panel.id}
        description={words.panel.idHelp(node.id)}
        value={text}
        error={problem}
        autoComplete="off"
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={keep}
        onKeyDown={({ key }) => {
          if (key === 'Enter') keep();
          if (key === 'Escape') setText(node.id);
        }}
      />
    </section>
  );
}
