import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import type { Issue } from '#runtime/flow/issue';
import type { Flow } from '#runtime/flow/schema';
import { type Marks, NO_MARKS } from '../canvas/marks.ts';

/** What is open at the right side of the canvas. */
export type Panel = 'settings' | 'flow' | 'test' | 'revisions' | undefined;

export interface EditorState {
  /** The draft as it is on the screen: the only truth; what React Flow draws is derived from it. */
  readonly flow: Flow;
  /** Ids of nodes, notes and frames. */
  readonly selected: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  readonly issues: readonly Issue[];
  readonly panel: Panel;
  /** Where a test call is, shown on the canvas. */
  readonly marks: Marks;
  /** A field that somebody asked to see; the form scrolls there. */
  readonly focus: { readonly nodeId: string; readonly field: string } | undefined;
  /**
   * Changes the draft: one step to undo. Edits in a row with the same `gesture` (typing in one field) are one step
   * together.
   */
  edit(change: (flow: Flow) => Flow, gesture?: string): void;
  /** Takes a draft from elsewhere (loaded, merged, restored): its undo history begins anew. */
  replace(flow: Flow): void;
  select(ids: Iterable<string>, edges?: Iterable<string>): void;
  show(panel: Panel): void;
  /** Opens a node's settings, at a field if given. */
  open(nodeId: string, field?: string): void;
  setIssues(issues: readonly Issue[]): void;
  setMarks(marks: Marks): void;
}

export type EditorStore = ReturnType<typeof createEditorStore>;

const GESTURE_MS = 1_200;
const HISTORY = 300;

/** The state of one flow that is being edited, with its undo history. */
export function createEditorStore(flow: Flow) {
  let lastGesture = '';
  let lastMs = 0;
  const store = createStore<EditorState>()(
    temporal(
      (set, get): EditorState => ({
        flow,
        selected: new Set(),
        selectedEdges: new Set(),
        issues: [],
        panel: undefined,
        marks: NO_MARKS,
        focus: undefined,
        edit(change, gesture = '') {
          const before = get().flow;
          const after = change(before);
          if (after === before) return;
          const goesOn = gesture !== '' && gesture === lastGesture && Date.now() - lastMs < GESTURE_MS;
          lastGesture = gesture;
          lastMs = Date.now();
          const history = store.temporal.getState();
          if (goesOn) history.pause();
          set({ flow: after });
          if (goesOn) history.resume();
        },
        replace(other) {
          set({ flow: other });
          store.temporal.getState().clear();
        },
        select(ids, edges = []) {
          const selected = new Set(ids);
          const selectedEdges = new Set(edges);
          const { panel } = get();
          const [only] = selected;
          const one = selected.size + selectedEdges.size === 1 && get().flow.nodes.some(({ id }) => id === only);
          set({
            selected,
            selectedEdges,
            panel: one && panel === undefined ? 'settings' : !one && panel === 'settings' ? undefined : panel,
          });
        },
        show: (panel) => set({ panel }),
        open: (nodeId, field) =>
          set({
            selected: new Set([nodeId]),
            selectedEdges: new Set(),
            panel: 'settings',
            focus: field === undefined ? undefined : { nodeId, field },
          }),
        setIssues: (issues) => set({ issues }),
        setMarks: (marks) => set({ marks }),
      }),
      {
        partialize: ({ flow: tracked }) => ({ flow: tracked }),
        equality: (a, b) => a.flow === b.flow,
        limit: HISTORY,
      },
    ),
  );
  return store;
}
