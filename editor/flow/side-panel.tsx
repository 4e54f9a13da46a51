import { Center, Loader } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useEditor } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';
import classes from './flow-page.module.css';
import { RevisionsPanel } from './revisions-panel.tsx';

const load = {
  settings: async () => ({ default: (await import('../form/settings-panel.tsx')).SettingsPanel }),
  flow: async () => ({ default: (await import('../form/flow-settings-panel.tsx')).FlowSettingsPanel }),
  test: async () => ({ default: (await import('../simulator/test-panel.tsx')).TestPanel }),
};
const SettingsPanel = lazy(load.settings);
const FlowSettingsPanel = lazy(load.flow);
const TestPanel = lazy(load.test);
/** The drawing comes first. */
const LOAD_AFTER_MS = 1_500;

/** What is open at the right of the canvas. */
export function SidePanel() {
  const panel = useEditor((state) => state.panel);
  // Later the server may be away, and who edits on must not find that a panel can't be loaded.
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const one of Object.values(load)) one().catch(() => {});
    }, LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (panel === undefined) return null;
  return (
    <aside className={classes.panel} data-side-panel aria-label={words.panels[panel]}>
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
