import { useEffect, useState } from 'react';
import { type Catalogue, exitsOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { Flow } from '#runtime/flow/schema';
import { validateFlow } from '#runtime/flow/validate';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { edgeId } from '../state/edits/edges.ts';
import { type Drawing, makeDrawing } from './drawing-context.tsx';

const CHECK_AFTER_MS = 200;

/** What the nodes and edges of the draft are drawn by, with the issues that its checks find while it is edited. */
export function useDrawingOfDraft(
  actions: Required<Pick<Drawing, 'onAddAfter' | 'onAddInto' | 'onResize' | 'onWrite'>>,
) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const issues = useEditor((state) => state.issues);
  const marks = useEditor((state) => state.marks);
  const [drawing] = useState(() => makeDrawing({ catalogue, isReadOnly: false, ...actions }));

  useEffect(
    () => drawing.setState({ catalogue, wired: new Set(flow.edges.map(edgeId)), names: exitNames(flow, catalogue) }),
    [drawing, catalogue, flow],
  );
  useEffect(() => drawing.setState({ issues: byNode(issues) }), [drawing, issues]);
  useEffect(() => drawing.setState({ marks }), [drawing, marks]);
  useEffect(() => {
    const timer = setTimeout(() => store.getState().setIssues(validateFlow(flow, catalogue)), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [store, flow, catalogue]);
  return drawing;
}

function byNode(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const map = new Map<string, Issue[]>();
  for (const issue of issues) {
    if (issue.nodeId === undefined) continue;
    map.set(issue.nodeId, [...(map.get(issue.nodeId) ?? []), issue]);
  }
  return map;
}

function exitNames({ nodes, edges }: Flow, catalogue: Catalogue): ReadonlyMap<string, string> {
  const wired = new Set(edges.map(edgeId));
  const names = nodes.flatMap(({ id, step, settings }) => {
    const entry = catalogue.get(step);
    return entry === undefined
      ? []
      : exitsOf(entry, settings).map(({ exit, label }): [string, string] => [edgeId({ from: id, exit }), label]);
  });
  return new Map(names.filter(([id]) => wired.has(id)));
}
