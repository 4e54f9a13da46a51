import { EdgeLabelRenderer } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { canvasWords as words } from '../words/canvas.ts';
import { useDrawing } from './drawing-context.tsx';
import classes from './exit-edge.module.css';

/**
 * In the middle of an edge that is pointed at or chosen: which exit it is, and a button that puts a step into it. Not on
 * every edge: React Flow's label renderer searches the page for its place at each move of the canvas.
 */
export function EdgeTools({
  id,
  x,
  y,
  add,
  onNear,
}: {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly add: (edgeId: string) => void;
  readonly onNear: (isNear: boolean) => void;
}) {
  const name = useDrawing(({ names }) => names.get(id));
  return (
    <EdgeLabelRenderer>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the button while the pointer is on it */}
      <div
        className={`${classes.tools} nodrag nopan`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        onMouseEnter={() => onNear(true)}
        onMouseLeave={() => onNear(false)}
      >
        {name !== undefined && <span className={classes.label}>{name}</span>}
        <button type="button" className={classes.add} aria-label={words.addInto} onClick={() => add(id)}>
          <Plus size={13} aria-hidden />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}
