import { Panel } from '@xyflow/react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useLiveCalls } from '../calls/use-live-calls.ts';
import { useEditor } from '../state/editor-context.tsx';
import { canvasWords as words } from '../words/canvas.ts';
import { useDrawingStore } from './drawing-context.tsx';
import classes from './live-overlay.module.css';

/** Shows on the drawing where the calls in progress are. It stands alone, so that an event draws only what it changes. */
export function LiveOverlay() {
  const flowId = useEditor((state) => state.flow.id);
  const live = useLiveCalls(flowId);
  const drawing = useDrawingStore();
  useEffect(() => drawing.setState({ live }), [drawing, live]);
  if (live.total === 0) return null;
  return (
    <Panel position="top-right">
      <Link to={`/calls?flow=${flowId}`} className={classes.link}>
        <span className={classes.dot} />
        {words.callsNow(live.total)}
      </Link>
    </Panel>
  );
}
