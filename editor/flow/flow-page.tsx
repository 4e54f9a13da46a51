import { Center, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect } from 'react';
import { useParams } from 'react-router';
import type { Catalogue } from '#runtime/flow/catalogue';
import { useCatalogue } from '../api/catalogue.ts';
import { ProblemBox } from '../app/problem.tsx';
import { EditorProvider } from '../state/editor-context.tsx';
import { type OpenFlow, useOpenFlow } from './open-flow.ts';
import { ReadingPage } from './reading-page.tsx';
import { Workbench } from './workbench.tsx';

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
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth < 768);
  useEffect(() => {
    // What is not saved yet is in this browser's store; the browser's question would only frighten.
    const flush = () => void open.autosave.flush();
    window.addEventListener('pagehide', flush);
    return () => window.removeEventListener('pagehide', flush);
  }, [open]);
  return (
    <EditorProvider store={open.store} catalogue={catalogue}>
      <ReactFlowProvider>{isPhone ? <ReadingPage /> : <Workbench autosave={open.autosave} />}</ReactFlowProvider>
    </EditorProvider>
  );
}
