import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Flow } from '#runtime/flow/schema';
import { edgeId } from '../state/edits/edges.ts';
import { canvasEdges, canvasNodes } from './canvas-nodes.ts';
import { DrawingProvider, makeDrawing } from './drawing-context.tsx';
import { type Marks, NO_MARKS } from './marks.ts';
import { edgeTypes, nodeTypes } from './types.ts';

const NONE: ReadonlySet<string> = new Set();

/** A drawing to look at: replay of a call, comparison of revisions, preview. It fills its parent. */
export function FlowView({
  flow,
  catalogue,
  marks = NO_MARKS,
  label,
  children,
}: {
  readonly flow: Flow;
  readonly catalogue: Catalogue;
  readonly marks?: Marks;
  /** For screen readers: what is drawn. */
  readonly label: string;
  /** What moves the view, or lies over it. */
  readonly children?: ReactNode;
}) {
  const scheme = useComputedColorScheme('light');
  const [drawing] = useState(() => makeDrawing({ catalogue }));
  const nodes = useMemo(() => canvasNodes(flow, [], NONE), [flow]);
  const edges = useMemo(() => canvasEdges(flow, [], NONE), [flow]);
  useEffect(
    () => drawing.setState({ catalogue, marks, wired: new Set(flow.edges.map(edgeId)) }),
    [drawing, catalogue, marks, flow],
  );
  return (
    <DrawingProvider drawing={drawing}>
      <ReactFlowProvider>
        <ReactFlow
          aria-label={label}
          colorMode={scheme}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          minZoom={0.1}
          fitView
          fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        >
          <Background gap={16} size={1} color="var(--line)" />
          <Controls showInteractive={false} />
          {children}
        </ReactFlow>
      </ReactFlowProvider>
    </DrawingProvider>
  );
}
