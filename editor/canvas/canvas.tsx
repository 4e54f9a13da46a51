import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import {
  Background,
  type Connection,
  ConnectionMode,
  Controls,
  type FinalConnectionState,
  MiniMap,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type MouseEvent, type Ref, useCallback, useImperativeHandle, useRef, useState } from 'react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { STEP_DRAG } from '../palette/palette.tsx';
import { StepSearch } from '../palette/step-search.tsx';
import { useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { connect, edgeId, mayLeadTo, splice } from '../state/edits/edges.ts';
import { type Point, resize, writeNote } from '../state/edits/nodes.ts';
import { canvasWords as words } from '../words/canvas.ts';
import { CanvasMenu, type MenuPlace } from './canvas-menu.tsx';
import type { AnyCanvasNode, ExitCanvasEdge } from './canvas-nodes.ts';
import { DrawingProvider } from './drawing-context.tsx';
import { focusNode } from './focus-node.ts';
import { type Insertion, insertionAfter, insertStep } from './insert-step.ts';
import type { Command } from './keys.ts';
import { LiveOverlay } from './live-overlay.tsx';
import { edgeTypes, nodeTypes } from './types.ts';
import { useCanvasElements } from './use-canvas-elements.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useDrawingOfDraft } from './use-drawing-of-draft.ts';
import { useReveal } from './use-reveal.ts';

/** Until React Flow has drawn a new node. */
const DRAWN_MS = 50;

interface Asked {
  /** On the screen. */
  readonly at: Point;
  readonly insertion: Insertion;
}

/** What the page around the canvas may ask of it. */
export interface CanvasHandle {
  /** Adds a step behind the chosen one, or in the middle. */
  add(entry: CatalogueEntry): void;
  /** Asks which step, there where the pointer is. */
  search(): void;
}

interface CanvasProps {
  readonly ref: Ref<CanvasHandle>;
  readonly commands: readonly Command[];
}

/** The drawing, to edit. Must be inside a ReactFlowProvider and an EditorProvider. */
export function Canvas({ ref, commands }: CanvasProps) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const canvas = useReactFlow<AnyCanvasNode, ExitCanvasEdge>();
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const pointer = useRef<Point | undefined>(undefined);
  const [asked, setAsked] = useState<Asked>();
  const [menu, setMenu] = useState<MenuPlace>();
  const { nodes, edges, onNodesChange, onEdgesChange, onMoved } = useCanvasElements();

  const insert = useCallback(
    (entry: CatalogueEntry, insertion: Insertion) => {
      let id = '';
      store.getState().edit((flow) => {
        const added = insertStep(flow, catalogue, entry, insertion);
        id = added.id;
        return added.flow;
      });
      store.getState().open(id);
      setAsked(undefined);
      return id;
    },
    [store, catalogue],
  );
  const center = useCallback((): Point => {
    const rect = box.current?.getBoundingClientRect() ?? new DOMRect();
    return canvas.screenToFlowPosition({ x: rect.x + rect.width / 2 - 124, y: rect.y + rect.height / 2 - 60 });
  }, [canvas]);
  const afterSelected = useCallback((): Insertion => {
    const { flow, selected } = store.getState();
    return insertionAfter(flow, catalogue, selected.size === 1 ? [...selected][0] : undefined, center());
  }, [store, catalogue, center]);
  const ask = useCallback(
    (insertion: Insertion, at: Point = canvas.flowToScreenPosition(insertion.at)) => setAsked({ at, insertion }),
    [canvas],
  );

  const drawing = useDrawingOfDraft({
    onAddAfter: (from, exit) => {
      const node = store.getState().flow.nodes.find(({ id }) => id === from);
      if (node) ask({ at: { x: node.position.x + 344, y: node.position.y }, after: { from, exit } });
    },
    onResize: (id, box) => store.getState().edit((flow) => resize(flow, id, box)),
    onWrite: (id, text) => store.getState().edit((flow) => writeNote(flow, id, text), `write ${id}`),
    onAddInto: (id) => {
      const middle = middleOf(id);
      ask({ at: canvas.screenToFlowPosition({ x: middle.x - 124, y: middle.y + 40 }), into: id }, middle);
    },
  });
  const search = () => {
    const at = pointer.current;
    if (store.getState().selected.size === 1 || at === undefined) ask(afterSelected());
    else ask({ at: canvas.screenToFlowPosition(at) }, at);
  };
  useImperativeHandle(ref, () => ({ add: (entry) => void insert(entry, afterSelected()), search }));
  useCanvasKeys({ box, commands, center });
  useReveal(box);

  const lead = ({ source, sourceHandle, target }: Connection) => {
    if (sourceHandle !== null)
      store.getState().edit((flow) => connect(flow, { from: source, exit: sourceHandle, to: target }));
  };
  const onConnectEnd = (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (state.isValid || state.fromNode === null || state.fromHandle?.type !== 'source') return;
    const { clientX: x, clientY: y } =
      'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
    const after = { from: state.fromNode.id, exit: state.fromHandle.id ?? '' };
    const onto = nodeAt({ x, y });
    if (onto !== undefined && onto !== after.from) {
      if (mayLeadTo(store.getState().flow, catalogue, onto))
        store.getState().edit((flow) => connect(flow, { ...after, to: onto }));
    } else if (onto === undefined) ask({ at: canvas.screenToFlowPosition({ x, y: y - 30 }), after }, { x, y });
  };
  const onDrop = (event: DragEvent) => {
    const entry = catalogue.get(event.dataTransfer.getData(STEP_DRAG));
    if (entry === undefined) return;
    event.preventDefault();
    const point = { x: event.clientX, y: event.clientY };
    const at = canvas.screenToFlowPosition({ x: point.x - 40, y: point.y - 24 });
    const into = edgeAt(point);
    insert(entry, into === undefined ? { at } : { at, into });
  };
  const onDragStop = (
    event: MouseEvent | globalThis.MouseEvent | TouchEvent,
    node: AnyCanvasNode,
    moved: AnyCanvasNode[],
  ) => {
    const into = moved.length === 1 && 'clientX' in event ? edgeAt({ x: event.clientX, y: event.clientY }) : undefined;
    const isLoose = !store.getState().flow.edges.some(({ from, to }) => from === node.id || to === node.id);
    onMoved(moved, (flow) => (into !== undefined && isLoose ? splice(flow, catalogue, into, node.id) : flow));
  };

  return (
    <DrawingProvider drawing={drawing}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the palette's buttons and Tab are the keyboard's */}
      <div
        ref={box}
        style={{ height: '100%' }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
        onPointerMove={({ clientX: x, clientY: y }) => {
          pointer.current = { x, y };
        }}
        onPointerLeave={() => {
          pointer.current = undefined;
        }}
      >
        <ReactFlow<AnyCanvasNode, ExitCanvasEdge>
          aria-label={words.label}
          colorMode={scheme}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onNodeDragStop={onDragStop}
          onSelectionDragStop={(_event, moved) => onMoved(moved)}
          onConnect={lead}
          onConnectEnd={onConnectEnd}
          onReconnect={(old, connection) => {
            const { sourceHandle } = connection;
            if (sourceHandle === null) return;
            store.getState().edit((flow) => {
              const edges = flow.edges.filter((edge) => edgeId(edge) !== old.id);
              return connect(
                { ...flow, edges },
                { from: connection.source, exit: sourceHandle, to: connection.target },
              );
            });
          }}
          isValidConnection={({ target }) => mayLeadTo(store.getState().flow, catalogue, target)}
          onPaneClick={(event) => {
            if (event.ctrlKey || event.metaKey) {
              const at = { x: event.clientX, y: event.clientY };
              ask({ at: canvas.screenToFlowPosition(at) }, at);
            }
          }}
          onPaneContextMenu={(event) => {
            event.preventDefault();
            setMenu({ x: event.clientX, y: event.clientY });
          }}
          onNodeContextMenu={(event, node) => {
            event.preventDefault();
            if (!store.getState().selected.has(node.id)) store.getState().select([node.id]);
            setMenu({ x: event.clientX, y: event.clientY });
          }}
          onNodeClick={(_event, node) => {
            if (node.type === 'step' && store.getState().panel === undefined) store.getState().show('settings');
          }}
          connectionMode={ConnectionMode.Strict}
          connectionRadius={28}
          selectionMode={SelectionMode.Partial}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
          panActivationKeyCode="Space"
          panOnDrag={[0, 1]}
          panOnScroll
          zoomActivationKeyCode={['Control', 'Meta']}
          deleteKeyCode={null}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          snapToGrid={false}
          minZoom={0.1}
          maxZoom={2}
          onInit={() => void showFirst(canvas, box.current)}
        >
          <Background gap={16} size={1.2} color="var(--line)" />
          <LiveOverlay />
          <Controls position="bottom-left" showInteractive={false} />
          <MiniMap pannable zoomable position="bottom-right" ariaLabel={words.miniMap} nodeBorderRadius={10} />
        </ReactFlow>
      </div>
      {menu !== undefined && <CanvasMenu place={menu} commands={commands} onClose={() => setMenu(undefined)} />}
      {asked !== undefined && (
        <StepSearch
          at={asked.at}
          onChoose={(entry) => {
            const id = insert(entry, asked.insertion);
            // The search had the keyboard; the next key is for the new step.
            setTimeout(() => focusNode(id), DRAWN_MS);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </DrawingProvider>
  );
}

/** All of the flow; of a large one the beginning, large enough to read. */
async function showFirst(
  canvas: ReactFlowInstance<AnyCanvasNode, ExitCanvasEdge>,
  box: HTMLElement | null,
): Promise<void> {
  await canvas.fitView({ padding: 0.2, maxZoom: 1 });
  const start = canvas.getNodes().find(({ type }) => type === 'step');
  if (canvas.getZoom() >= READABLE || start === undefined || box === null) return;
  const { x, y } = start.position;
  await canvas.setViewport({ x: 48 - x * READABLE, y: box.clientHeight / 2 - (y + 60) * READABLE, zoom: READABLE });
}
const READABLE = 0.6;

const nodeAt = ({ x, y }: Point): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .find((element) => element.closest('[data-node]'))
    ?.closest<HTMLElement>('[data-node]')?.dataset.node;

const edgeAt = ({ x, y }: Point): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .find((element) => element.closest('.react-flow__edge'))
    ?.closest<HTMLElement>('.react-flow__edge')?.dataset.id;

function middleOf(id: string): Point {
  const edge = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(id)}"]`);
  const { x, y, width, height } = edge?.getBoundingClientRect() ?? new DOMRect();
  return { x: x + width / 2, y: y + height / 2 };
}
