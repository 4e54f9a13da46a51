import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useEditor } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';
import classes from './flow-page.module.css';
import { RevisionsPanel } from './revisions-panel.tsx';

// Each is loaded when it is opened first.
const SettingsPanel = lazy(async () => ({ default: (await import('../form/settings-panel.tsx')).SettingsPanel }));
const FlowSettingsPanel = lazy(async () => ({
  default: (await import('../form/flow-settings-panel.tsx')).FlowSettingsPanel,
}));
const TestPanel = lazy(async () => ({ default: (await import('../simulator/test-panel.tsx')).TestPanel }));

/** What is open at the right of the canvas. */
export function SidePanel() {
  const panel = useEditor((state) => state.panel);
  if (panel === undefined) return null;
  return (
    <aside className={classes.panel} aria-label={words.panels[panel]}>
      <Suspense
        fallback={
          <Center p="xl">
            <Loader />
          </Center>
        }
      >
        {panel === 'settings' && <SettingsPanel />}
        {panel === 'flow' && <FlowSettingsPanel />}
        {panel === 'test' && <TestPanel />}
        {panel === 'revisions' && <RevisionsPanel />}
      </Suspense>
    </aside>
  );
}
