import { X } from 'lucide-react';
import type { PointerEvent } from 'react';
import { clockText } from './clock-text.ts';
import { type Block, DAY_MINUTES } from './week.ts';
import classes from './week-grid.module.css';

interface WeekBlockProps {
  readonly block: Block;
  readonly onResize: (event: PointerEvent, edge: 'from' | 'to') => void;
  readonly onRemove: () => void;
}

/** Hours in the grid; both edges can be dragged, unless they go over midnight. */
export function WeekBlock({ block, onResize, onRemove }: WeekBlockProps) {
  const { fromMinute, toMinute, isOvernight } = block;
  const isLow = toMinute - fromMinute < 90;
  return (
    <div
      className={classes.block}
      style={{
        top: `${(fromMinute / DAY_MINUTES) * 100}%`,
        height: `${((toMinute - fromMinute) / DAY_MINUTES) * 100}%`,
      }}
      onPointerDown={(event) => event.stopPropagation()}
    >
      {!isLow && (
        <span className="tabular">
          {clockText(fromMinute)}
          <br />
          {clockText(toMinute)}
        </span>
      )}
      <button type="button" tabIndex={-1} className={classes.remove} onClick={onRemove}>
        <X size={12} />
      </button>
      {!isOvernight && (
        <>
          <div className={classes.top} onPointerDown={(event) => onResize(event, 'from')} />
          <div className={classes.bottom} onPointerDown={(event) => onResize(event, 'to')} />
        </>
      )}
    </div>
  );
}
