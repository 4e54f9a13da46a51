import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import type { FrameCanvasNode, NoteCanvasNode } from './canvas-nodes.ts';
import classes from './note-node.module.css';

/** A sticky note. */
export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteCanvasNode>) {
  return (
    <div className={classes.note} data-selected={selected || undefined}>
      <NodeResizer isVisible={selected} minWidth={120} minHeight={64} />
      {data.note.text}
    </div>
  );
});

/** A frame around nodes that belong together. */
export const FrameNode = memo(function FrameNode({ data, selected }: NodeProps<FrameCanvasNode>) {
  return (
    <div className={classes.frame} data-selected={selected || undefined}>
      <NodeResizer isVisible={selected} minWidth={160} minHeight={120} />
      <span className={classes.title}>{data.frame.title}</span>
    </div>
  );
});
