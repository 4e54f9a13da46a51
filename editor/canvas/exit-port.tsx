import { Handle, Position } from '@xyflow/react';
import type { NodeExit } from '#runtime/flow/catalogue';
import { edgeId } from '../state/edits/edges.ts';
import { useDrawing } from './drawing-context.tsx';
import classes from './step-node.module.css';

/** One way out of a node: its name, and the port that an edge begins at. */
export function ExitPort({ nodeId, exit }: { readonly nodeId: string; readonly exit: NodeExit }) {
  const id = edgeId({ from: nodeId, exit: exit.exit });
  const isWired = useDrawing(({ wired }) => wired.has(id));
  const isReadOnly = useDrawing((drawing) => drawing.isReadOnly);
  const add = useDrawing((drawing) => drawing.onAddAfter);
  const isMissing = !isWired && exit.required && !isReadOnly;
  return (
    <li
      className={classes.exit}
      data-unwired={isMissing || undefined}
      data-quiet={(!isWired && !exit.required) || undefined}
    >
      <span>{exit.label}</span>
      <Handle
        id={exit.exit}
        type="source"
        position={Position.Right}
        className={classes.port}
        data-unwired={isMissing || undefined}
        isConnectable={!isReadOnly}
        onDoubleClick={isReadOnly ? undefined : () => add?.(nodeId, exit.exit)}
      />
    </li>
  );
}

/** Every step can fail, and few flows wire it: so this exit is a small port below the node, named when pointed at. */
export function FailedPort({ nodeId, exit }: { readonly nodeId: string; readonly exit: NodeExit }) {
  const isWired = useDrawing(({ wired }) => wired.has(edgeId({ from: nodeId, exit: exit.exit })));
  const isReadOnly = useDrawing((drawing) => drawing.isReadOnly);
  const add = useDrawing((drawing) => drawing.onAddAfter);
  if (isReadOnly && !isWired) return null;
  return (
    <Handle
      id={exit.exit}
      type="source"
      position={Position.Bottom}
      className={classes.failed}
      data-wired={isWired || undefined}
      aria-label={exit.label}
      isConnectable={!isReadOnly}
      onDoubleClick={isReadOnly ? undefined : () => add?.(nodeId, exit.exit)}
    >
      <span>{exit.label}</span>
    </Handle>
  );
}
