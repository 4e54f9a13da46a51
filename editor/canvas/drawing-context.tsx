import { createContext, type ReactNode, useContext } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { LiveCounts } from '../calls/live-state.ts';
import type { Box } from '../state/edits/nodes.ts';
import { type Marks, NO_MARKS } from './marks.ts';

const NO_CALLS: LiveCounts = { total: 0, nodes: new Map(), edges: new Map() };

/** What nodes and edges are drawn by, beside their own part of the flow. */
export interface Drawing {
  readonly catalogue: Catalogue;
  readonly marks: Marks;
  /** How many calls in progress are in which node, and went along which edge. */
  readonly live: LiveCounts;
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
  /** Exits that lead somewhere, as `from|exit`. */
  readonly wired: ReadonlySet<string>;
  /** Labels of wired exits, by `from|exit`. */
  readonly names: ReadonlyMap<string, string>;
  readonly isReadOnly: boolean;
  readonly onAddAfter?: (from: string, exit: string) => void;
  readonly onAddInto?: (edgeId: string) => void;
  /** A note or a frame has another size now. */
  readonly onResize?: (id: string, box: Box) => void;
  /** Changes the text of a note or the title of a frame. */
  readonly onWrite?: (id: string, text: string) => void;
}

export const makeDrawing = (drawing: Partial<Drawing> & Pick<Drawing, 'catalogue'>): StoreApi<Drawing> =>
  createStore<Drawing>(() => ({
    marks: NO_MARKS,
    live: NO_CALLS,
    issues: new Map(),
    wired: new Set(),
    names: new Map(),
    isReadOnly: true,
    ...drawing,
  }));

const Context = createContext<StoreApi<Drawing> | undefined>(undefined);

export function DrawingProvider({
  drawing,
  children,
}: {
  readonly drawing: StoreApi<Drawing>;
  readonly children: ReactNode;
}) {
  return <Context value={drawing}>{children}</Context>;
}

/** A part of what is drawn: a node is drawn anew only when its own part changes, never when the canvas is panned. */
export function useDrawing<T>(part: (drawing: Drawing) => T): T {
  return useStore(useDrawingStore(), part);
}

/** For what adds to the drawing from inside. */
export function useDrawingStore(): StoreApi<Drawing> {
  const drawing = useContext(Context);
  if (drawing === undefined) throw new Error('Outside of a drawing.');
  return drawing;
}
