import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { canvasWords as words } from '../words/canvas.ts';
import type { FrameCanvasNode, NoteCanvasNode } from './canvas-nodes.ts';
import { useDrawing } from './drawing-context.tsx';
import classes from './note-node.module.css';

/** A sticky note: text of the designer's, written in place. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<NoteCanvasNode>) {
  const write = useDrawing((drawing) => drawing.onWrite);
  const resize = useDrawing((drawing) => drawing.onResize);
  return (
    <div className={classes.note} data-selected={selected || undefined}>
      <NodeResizer
        isVisible={selected && write !== undefined}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_event, box) => resize?.(id, box)}
      />
      {selected && write !== undefined ? (
        <textarea
          className={`${classes.text} nodrag nowheel`}
          aria-label={words.noteText}
          maxLength={4_000}
          value={data.note.text}
          onChange={({ currentTarget }) => write(id, currentTarget.value)}
        />
      ) : (
        data.note.text
      )}
    </div>
  );
});

/** A frame around nodes that belong together. */
export const FrameNode = memo(function FrameNode({ id, data, selected }: NodeProps<FrameCanvasNode>) {
  const write = useDrawing((drawing) => drawing.onWrite);
  const resize = useDrawing((drawing) => drawing.onResize);
  return (
    <div className={classes.frame} data-selected={selected || undefined}>
      <NodeResizer
        isVisible={selected && write !== undefined}
        minWidth={160}
        minHeight={120}
        onResizeEnd={(_event, box) => resize?.(id, box)}
      />
      {selected && write !== undefined ? (
        <input
          className={`${classes.title} nodrag`}
          aria-label={words.frameTitle}
          maxLength={120}
          value={data.frame.title}
          onChange={({ currentTarget }) => write(id, currentTarget.value)}
        />
      ) : (
        <span className={classes.title}>{data.frame.title}</span>
      )}
    </div>
  );
});
