import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { EditorState, EditorStore } from './editor-store.ts';

interface Editing {
  readonly store: EditorStore;
  readonly catalogue: Catalogue;
}
const Context = createContext<Editing | undefined>(undefined);

/** Gives the components below it the flow that is being edited. */
export function EditorProvider({ store, catalogue, children }: Editing & { readonly children: ReactNode }) {
  return <Context value={{ store, catalogue }}>{children}</Context>;
}

function useEditing(): Editing {
  const editing = useContext(Context);
  if (editing === undefined) throw new Error('Outside of an editor.');
  return editing;
}

export const useEditorStore = (): EditorStore => useEditing().store;
export const useEditorCatalogue = (): Catalogue => useEditing().catalogue;

/** A part of the state; the component is drawn anew when that part changes. */
export const useEditor = <T,>(part: (state: EditorState) => T): T => useStore(useEditing().store, part);

/** Undo and redo, and whether there is anything to. */
export function useHistory() {
  const { temporal } = useEditing().store;
  const { undo, redo, pastStates, futureStates } = useStore(temporal);
  return { undo: () => undo(), redo: () => redo(), canUndo: pastStates.length > 0, canRedo: futureStates.length > 0 };
}
