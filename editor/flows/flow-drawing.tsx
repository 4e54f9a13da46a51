import { useMemo } from 'react';
import type { Flow } from '#runtime/flow/schema';
import { drawingOf, NODE } from './drawing.ts';
import classes from './flow-drawing.module.css';

/** A small picture of a flow, without words. */
export function FlowDrawing({ flow }: { readonly flow: Pick<Flow, 'nodes' | 'edges'> }) {
  const { nodes, edges, width, height } = useMemo(() => drawingOf(flow), [flow]);
  return (
    <svg viewBox={`-2 -2 ${width + 4} ${height + 4}`} className={classes.drawing} aria-hidden="true">
      {edges.map(({ key, d }) => (
        <path key={key} d={d} className={classes.edge} />
      ))}
      {nodes.map(({ id, x, y, isEntry, isEnd }) => (
        <rect
          key={id}
          x={x}
          y={y}
          rx={3}
          width={NODE.width}
          height={NODE.height}
          className={isEntry ? classes.entry : isEnd ? classes.end : classes.node}
        />
      ))}
    </svg>
  );
}
