import { Center, Loader } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { Catalogue } from '#runtime/flow/catalogue';
import { useCatalogue } from '../api/catalogue.ts';
import { ProblemBox } from '../app/problem.tsx';
import { Canvas, type CanvasHandle } from '../canvas/canvas.tsx';
import { Palette } from '../palette/palette.tsx';
import { EditorProvider } from '../state/editor-context.tsx';
import { CommandPalette } from './command-palette.tsx';
import classes from './flow-page.module.css';
import { MergeNotice } from './merge-notice.tsx';
import { type OpenFlow, useOpenFlow } from './open-flow.ts';
import { SidePanel } from './side-panel.tsx';
import { TopBar } from './top-bar.tsx';

/** A flow, to edit. */
export function FlowPage() {
  const { id = '' } = useParams();
  const catalogue = useCatalogue();
  const { open, error } = useOpenFlow(id);
  const problem = error ?? catalogue.error;
  if (problem !== null && problem !== undefined)
    return <ProblemBox error={problem} onRetry={() => window.location.reload()} />;
  if (open === undefined || catalogue.data === undefined)
    return (
      <Center h="100%">
        <Loader />
      </Center>
    );
  return <Editor key={open.flowId} open={open} catalogue={catalogue.data} />;
}

function Editor({ open, catalogue }: { readonly open: OpenFlow; readonly catalogue: Catalogue }) {
  const canvas = useRef<CanvasHandle>(null);
  const [hasPalette, setPalette] = useState(() => window.innerWidth > 900);
  useEffect(() => {
    // What is not saved yet is in this browser's store; the browser's question would only frighten.
    const flush = () => void open.autosave.flush();
    window.addEventListener('pagehide', flush);
    return () => window.removeEventListener('pagehide', flush);
  }, [open]);
  return (
    <EditorProvider store={open.store} catalogue={catalogue}>
      <ReactFlowProvider>
        <div className={classes.page}>
          <TopBar autosave={open.autosave} onPalette={() => setPalette(!hasPalette)} />
          <MergeNotice autosave={open.autosave} />
          <div className={classes.body}>
            {hasPalette && (
              <div className={classes.palette}>
                <Palette onChoose={(entry) => canvas.current?.add(entry)} />
              </div>
            )}
            <main className={classes.canvas}>
              <Canvas
                handle={(handle) => {
                  canvas.current = handle;
                }}
              />
            </main>
            <SidePanel autosave={open.autosave} />
          </div>
          <CommandPalette autosave={open.autosave} />
        </div>
      </ReactFlowProvider>
    </EditorProvider>
  );
}
