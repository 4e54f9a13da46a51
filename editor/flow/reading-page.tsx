import { ActionIcon, Text } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { Link } from 'react-router';
import { FlowView } from '../canvas/flow-view.tsx';
import { useEditor, useEditorCatalogue } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';
import classes from './flow-page.module.css';

/** On a phone a flow is looked at, not edited. */
export function ReadingPage() {
  const flow = useEditor((state) => state.flow);
  const catalogue = useEditorCatalogue();
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <ActionIcon component={Link} to="/flows" variant="subtle" color="gray" aria-label={words.back}>
          <ArrowLeft size={18} />
        </ActionIcon>
        <Text fw={650} truncate>
          {flow.name}
        </Text>
      </header>
      <Text size="xs" c="dimmed" px="md" py={6}>
        {words.readOnly}
      </Text>
      <div className={classes.canvas}>
        <FlowView flow={flow} catalogue={catalogue} label={flow.name} />
      </div>
    </div>
  );
}
