import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import { canvasWords as words } from '../words/canvas.ts';
import type { ExitCanvasEdge } from './canvas-nodes.ts';
import { useDrawing } from './drawing-context.tsx';
import { EdgeTools } from './edge-tools.tsx';
import classes from './exit-edge.module.css';
import { useNear } from './use-near.ts';

/** Leaves the button in the middle of the edge free. */
const COUNT_ABOVE = 22;

/** The way from an exit to a node. */
export const ExitEdge = memo(function ExitEdge(props: EdgeProps<ExitCanvasEdge>) {
  const { id, selected } = props;
  const [isNear, setNear] = useNear();
  const isWalked = useDrawing(({ marks }) => marks.edges?.has(id) ?? false);
  const isDim = useDrawing(({ marks }) => marks.edges !== undefined && !marks.edges.has(id));
  const calls = useDrawing(({ live }) => live.edges.get(id) ?? 0);
  const add = useDrawing((drawing) => drawing.onAddInto);
  // Onward in a curve of its own; back around the nodes.
  const isOnward = props.targetX > props.sourceX + 24;
  const [path, x, y] = isOnward
    ? getBezierPath({ ...props, curvature: 0.32 })
    : getSmoothStepPath({ ...props, borderRadius: 16, offset: 26 });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only shows what the keyboard reaches anyway
    <g className={classes.edge} onMouseEnter={() => setNear(true)} onMouseLeave={() => setNear(false)}>
      <BaseEdge
        path={path}
        className={classes.path}
        interactionWidth={22}
        data-edge={id}
        data-selected={selected || undefined}
        data-walked={isWalked || undefined}
        data-dim={isDim || undefined}
      />
      {calls > 0 && (
        <EdgeLabelRenderer>
          <span
            className={classes.calls}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y - COUNT_ABOVE}px)` }}
            title={words.callsAlong(calls)}
            data-calls={calls}
          >
            {calls}
          </span>
        </EdgeLabelRenderer>
      )}
      {add !== undefined && (isNear || selected === true) && (
        <EdgeTools id={id} x={x} y={y} add={add} onNear={setNear} />
      )}
    </g>
  );
});
