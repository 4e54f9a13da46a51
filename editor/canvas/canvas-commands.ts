import type { ReactFlowInstance } from '@xyflow/react';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { EditorStore } from '../state/editor-store.ts';
import { copyOf, paste, readClip } from '../state/edits/clipboard.ts';
import { disconnect } from '../state/edits/edges.ts';
import { freshItemId } from '../state/edits/ids.ts';
import { align, type Side, type SizeOf, tidy } from '../state/edits/layout.ts';
import { type Box, GRID, moveAll, onGrid, type Point, removeAll } from '../state/edits/nodes.ts';
import { commandWords as words } from '../words/commands.ts';
import { focusNode } from './focus-node.ts';
import type { Command } from './keys.ts';
import { type Direction, neighbour } from './neighbour.ts';

interface CommandParts {
  readonly store: EditorStore;
  readonly catalogue: Catalogue;
  readonly canvas: Pick<
    ReactFlowInstance,
    'fitView' | 'zoomIn' | 'zoomOut' | 'zoomTo' | 'getNode' | 'getViewport' | 'screenToFlowPosition'
  >;
  readonly search: () => void;
}

/** Everything that can be done on the canvas. */
export function canvasCommands({ store, catalogue, canvas, search }: CommandParts): readonly Command[] {
  const state = () => store.getState();
  const { undo, redo } = store.temporal.getState();
  const sizeOf: SizeOf = (id) => {
    const { measured } = canvas.getNode(id) ?? {};
    return { width: measured?.width ?? 248, height: measured?.height ?? 120 };
  };
  const some = (): ReadonlySet<string> | undefined => (state().selected.size > 1 ? state().selected : undefined);
  const command = (
    id: keyof typeof words.titles,
    group: string,
    keys: readonly string[],
    run: () => void,
  ): Command => ({
    id,
    title: words.titles[id],
    group,
    keys,
    run,
  });
  const { edit, add, look, choose, arrange } = words.groups;

  const remove = () => {
    const { selected, selectedEdges, edit: change, select } = state();
    change((flow) => disconnect(removeAll(flow, catalogue, selected), selectedEdges));
    select([]);
  };
  const duplicate = () => {
    const clip = readClip(copyOf(state().flow, state().selected));
    if (clip === undefined || state().selected.size === 0) return;
    const corner = clip.nodes.concat().map(({ position }) => position);
    const at = { x: Math.min(...corner.map(({ x }) => x)) + 48, y: Math.min(...corner.map(({ y }) => y)) + 48 };
    let ids: readonly string[] = [];
    state().edit((flow) => {
      const pasted = paste(flow, clip, at);
      ids = pasted.ids;
      return pasted.flow;
    });
    state().select(ids);
  };
  const go = (direction: Direction) => () => {
    const [from] = state().selected;
    const to = neighbour(state().flow.nodes, from, direction);
    if (to === undefined) return;
    state().select([to]);
    focusNode(to);
    void canvas.fitView({ nodes: [{ id: to }], maxZoom: canvas.getViewport().zoom, duration: 150, padding: 0.4 });
  };
  const openAt = (field: string) => () => {
    const { selected, flow, open } = state();
    const [id = ''] = selected;
    if (selected.size === 1 && flow.nodes.some((node) => node.id === id)) open(id, field);
  };
  const nudge = (x: number, y: number) => () => {
    const { flow, selected, edit: change } = state();
    const things = [...flow.nodes, ...flow.notes, ...flow.frames].filter(({ id }) => selected.has(id));
    const moved = things.map(({ id, position }): [string, Point] => [
      id,
      { x: position.x + x * GRID, y: position.y + y * GRID },
    ]);
    change((before) => moveAll(before, new Map(moved)), 'nudge');
  };
  const lineUp = (side: Side) => () => state().edit((flow) => align(flow, state().selected, side, sizeOf));
  const middle = (): Point =>
    onGrid(canvas.screenToFlowPosition({ x: window.innerWidth / 2 - 100, y: window.innerHeight / 2 - 60 }));
  const addNote = () => {
    const id = freshItemId();
    const note = { id, text: words.newNote, position: middle(), size: { width: 208, height: 112 } };
    state().edit((flow) => ({ ...flow, notes: [...flow.notes, note] }));
    state().select([id]);
  };
  const addFrame = () => {
    const id = freshItemId();
    state().edit((flow) => {
      const inside = flow.nodes.filter(({ id: each }) => state().selected.has(each));
      const box = around(
        inside.map((node) => ({ ...node.position, ...sizeOf(node.id) })),
        middle(),
      );
      return { ...flow, frames: [...flow.frames, { id, title: words.newFrame, ...box }] };
    });
    state().select([id]);
  };

  return [
    command('search', add, ['tab', 'n'], search),
    command('note', add, ['shift+n'], addNote),
    command('frame', add, ['mod+g'], addFrame),
    command('undo', edit, ['mod+z'], () => undo()),
    command('redo', edit, ['mod+shift+z', 'mod+y'], () => redo()),
    command('duplicate', edit, ['mod+d'], duplicate),
    command('delete', edit, ['delete', 'backspace'], remove),
    command('settings', edit, ['enter'], openAt('settings')),
    command('rename', edit, ['f2'], openAt('label')),
    command('all', choose, ['mod+a'], () => state().select(state().flow.nodes.map(({ id }) => id))),
    command('none', choose, ['escape'], () => {
      state().select([]);
      state().show(undefined);
    }),
    command('left', choose, ['arrowleft'], go('left')),
    command('right', choose, ['arrowright'], go('right')),
    command('up', choose, ['arrowup'], go('up')),
    command('down', choose, ['arrowdown'], go('down')),
    command('nudgeLeft', arrange, ['alt+arrowleft'], nudge(-1, 0)),
    command('nudgeRight', arrange, ['alt+arrowright'], nudge(1, 0)),
    command('nudgeUp', arrange, ['alt+arrowup'], nudge(0, -1)),
    command('nudgeDown', arrange, ['alt+arrowdown'], nudge(0, 1)),
    command('alignLeft', arrange, ['alt+a'], lineUp('left')),
    command('alignRight', arrange, ['alt+d'], lineUp('right')),
    command('alignTop', arrange, ['alt+w'], lineUp('top')),
    command('alignBottom', arrange, ['alt+s'], lineUp('bottom')),
    command('tidy', arrange, ['alt+shift+t'], () => {
      state().edit((flow) => tidy(flow, sizeOf, some()));
      setTimeout(() => void canvas.fitView({ padding: 0.2, maxZoom: 1, duration: 250 }), 30);
    }),
    command('zoomIn', look, ['+', '='], () => void canvas.zoomIn({ duration: 120 })),
    command('zoomOut', look, ['-'], () => void canvas.zoomOut({ duration: 120 })),
    command('zoomReset', look, ['0'], () => void canvas.zoomTo(1, { duration: 120 })),
    command('fit', look, ['1'], () => void canvas.fitView({ padding: 0.2, maxZoom: 1, duration: 200 })),
  ];
}

function around(boxes: readonly Box[], middle: Point) {
  if (boxes.length === 0) return { position: middle, size: { width: 320, height: 240 } };
  const left = Math.min(...boxes.map(({ x }) => x)) - 32;
  const top = Math.min(...boxes.map(({ y }) => y)) - 48;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 32;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 32;
  return { position: { x: left, y: top }, size: { width: right - left, height: bottom - top } };
}
