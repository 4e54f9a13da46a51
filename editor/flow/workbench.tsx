import { useDisclosure } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import { useMemo, useRef, useState } from 'react';
import { Canvas, type CanvasHandle } from '../canvas/canvas.tsx';
import { canvasCommands } from '../canvas/canvas-commands.ts';
import { Palette } from '../palette/palette.tsx';
import type { Autosave } from '../state/autosave.ts';
import { useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { CommandPalette } from './command-palette.tsx';
import classes from './flow-page.module.css';
import { MergeNotice } from './merge-notice.tsx';
import { SidePanel } from './side-panel.tsx';
import { TopBar } from './top-bar.tsx';

/** Palette, canvas and panels around one draft. */
export function Workbench({ autosave }: { readonly autosave: Autosave }) {
  const publishing = useDisclosure(false);
  const canvas = useRef<CanvasHandle>(null);
  const [hasPalette, setPalette] = useState(() => window.innerWidth > 900);
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const view = useReactFlow();
  const commands = useMemo(
    () => canvasCommands({ store, catalogue, canvas: view, search: () => canvas.current?.search() }),
    [store, catalogue, view],
  );
  return (
    <div className={classes.page}>
      <TopBar autosave={autosave} dialog={publishing} onPalette={() => setPalette(!hasPalette)} />
      <MergeNotice autosave={autosave} />
      <div className={classes.body}>
        {hasPalette && (
          <div className={classes.palette}>
            <Palette onChoose={(entry) => canvas.current?.add(entry)} />
          </div>
        )}
        <div className={classes.canvas}>
          <Canvas ref={canvas} commands={commands} />
        </div>
        <SidePanel />
      </div>
      <CommandPalette commands={commands} onPublish={publishing[1].open} />
    </div>
  );
}
