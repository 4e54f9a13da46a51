import { Tooltip } from '@mantine/core';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { PhoneCall } from 'lucide-react';
import { memo } from 'react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import { canvasWords as words } from '../words/canvas.ts';
import { ENTRANCE, type StepCanvasNode } from './canvas-nodes.ts';
import { useDrawing } from './drawing-context.tsx';
import { ExitPort, FailedPort } from './exit-port.tsx';
import { StepIcon } from './step-icon.tsx';
import classes from './step-node.module.css';
import { summaryLine } from './summary-line.ts';

/** Any step, drawn from its catalogue entry: the editor knows none by name. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepCanvasNode>) {
  const { node } = data;
  const entry = useDrawing(({ catalogue }) => catalogue.get(node.step));
  const marks = useNodeMarks(id);
  const title = node.label ?? entry?.title ?? node.step;
  const line = entry === undefined ? words.unknownStep : summaryLine(entry, node.settings);
  return (
    <div
      className={classes.node}
      data-node={id}
      data-group={entry?.group}
      data-selected={selected || undefined}
      {...marks.attributes}
    >
      {entry?.traits.entry === undefined && (
        <Handle id={ENTRANCE} type="target" position={Position.Left} className={classes.entrance} />
      )}
      <div className={classes.head}>
        <span className={classes.icon}>
          <StepIcon name={entry?.icon ?? 'puzzle'} />
        </span>
        <div style={{ minWidth: 0 }}>
          <div className={classes.title}>{title}</div>
          {node.label !== undefined && <div className={classes.step}>{entry?.title ?? node.step}</div>}
        </div>
      </div>
      {line !== '' && <p className={classes.line}>{line}</p>}
      {entry !== undefined && <Exits id={id} entry={entry} node={node} />}
      <IssueMark id={id} />
      {marks.count > 0 && (
        <span className={classes.count} title={words.callsHere(marks.count)} data-calls={marks.count}>
          <PhoneCall size={12} aria-hidden /> {marks.count}
        </span>
      )}
    </div>
  );
});

function Exits({ id, entry, node }: { readonly id: string; readonly entry: CatalogueEntry } & StepCanvasNode['data']) {
  const exits = exitsOf(entry, node.settings);
  if (exits.length === 0) return null;
  const usual = exits.filter(({ exit }) => exit !== 'failed');
  const failed = exits.find(({ exit }) => exit === 'failed');
  return (
    <>
      <ul className={classes.exits}>
        {usual.map((exit) => (
          <ExitPort key={exit.exit} nodeId={id} exit={exit} />
        ))}
      </ul>
      {failed !== undefined && <FailedPort nodeId={id} exit={failed} />}
    </>
  );
}

function IssueMark({ id }: { readonly id: string }) {
  const issues: readonly Issue[] | undefined = useDrawing((drawing) => drawing.issues.get(id));
  if (issues === undefined || issues.length === 0) return null;
  const severity = issues.some((issue) => issue.severity === 'error') ? 'error' : 'warning';
  return (
    <Tooltip label={issues[0]?.message} multiline maw={280}>
      <span
        className={classes.issues}
        data-severity={severity}
        role="img"
        aria-label={words.issues(issues.length, issues[0]?.message ?? '')}
      >
        {issues.length}
      </span>
    </Tooltip>
  );
}

function useNodeMarks(id: string) {
  const isActive = useDrawing(({ marks }) => marks.active === id);
  const isVisited = useDrawing(({ marks }) => marks.visited?.has(id) ?? false);
  const isDim = useDrawing(({ marks }) => marks.visited !== undefined && !marks.visited.has(id));
  const hasFailed = useDrawing(({ marks }) => marks.failed === id);
  const change = useDrawing(({ marks }) => marks.changes?.get(id));
  const count = useDrawing(({ live }) => live.nodes.get(id) ?? 0);
  const attributes = {
    'data-active': isActive || undefined,
    'data-visited': isVisited || undefined,
    'data-dim': (isDim && !isActive) || undefined,
    'data-failed': hasFailed || undefined,
    'data-change': change,
  };
  return { attributes, count };
}
