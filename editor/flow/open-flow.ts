import { useEffect, useState } from 'react';
import { type Draft, getDraft } from '../api/flows.ts';
import { Autosave } from '../state/autosave.ts';
import { dropBackup, readBackup } from '../state/backup.ts';
import { createEditorStore, type EditorStore } from '../state/editor-store.ts';
import { mergeFlows } from '../state/merge-flows.ts';

/** A flow that is open in the editor. */
export interface OpenFlow {
  readonly flowId: string;
  readonly store: EditorStore;
  readonly autosave: Autosave;
}

/** Loads a draft, with what this browser could not save the last time, and keeps it saved until the page is left. */
export function useOpenFlow(flowId: string): { readonly open: OpenFlow | undefined; readonly error: unknown } {
  const [open, setOpen] = useState<OpenFlow>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isGone = false;
    let opened: OpenFlow | undefined;
    setError(undefined);
    getDraft(flowId).then(
      (draft) => {
        if (isGone) return;
        opened = openDraft(draft);
        setOpen(opened);
      },
      (reason) => isGone || setError(reason),
    );
    return () => {
      isGone = true;
      opened?.autosave.close();
      setOpen(undefined);
    };
  }, [flowId]);
  return { open, error };
}

function openDraft(draft: Draft): OpenFlow {
  const store = createEditorStore(withBackup(draft));
  return { flowId: draft.flow.id, store, autosave: new Autosave(store, draft) };
}

function withBackup(draft: Draft): Draft['flow'] {
  const backup = readBackup(draft.flow.id);
  if (backup === undefined) return draft.flow;
  try {
    if (backup.basedOn === draft.version) return backup.flow;
    return mergeFlows(backup.base, backup.flow, draft.flow).flow;
  } catch {
    dropBackup(draft.flow.id);
    return draft.flow;
  }
}
