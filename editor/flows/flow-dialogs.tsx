import { Autocomplete, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FlowInfo } from '../api/flows.ts';
import { usePatchFlow } from '../api/manage-flows.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { flowsWords as words } from '../words/flows.ts';
import { allFolders, tidyFolder } from './folders.ts';

/** What a flow's menu asks more about. */
export interface FlowAction {
  readonly kind: 'rename' | 'move';
  readonly flow: FlowInfo;
}

interface FlowDialogsProps {
  readonly action: FlowAction;
  readonly flows: readonly FlowInfo[];
  readonly onClose: () => void;
}

/** The dialog behind an action of a flow's menu. */
export function FlowDialogs({ action: { kind, flow }, flows, onClose }: FlowDialogsProps) {
  return (
    <Modal opened onClose={onClose} title={kind === 'rename' ? words.rename.title : words.move.title}>
      {kind === 'rename' ? (
        <Rename flow={flow} onClose={onClose} />
      ) : (
        <Move flow={flow} folders={allFolders(flows)} onClose={onClose} />
      )}
    </Modal>
  );
}

function Rename({ flow, onClose }: { readonly flow: FlowInfo; readonly onClose: () => void }) {
  const [name, setName] = useState(flow.name);
  const patch = usePatchFlow();
  return (
    <DialogForm
      submit={words.rename.submit}
      change={patch}
      isReady={name.trim() !== ''}
      onSubmit={() => patch.mutate({ id: flow.id, name: name.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={words.rename.label}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        data-autofocus
      />
    </DialogForm>
  );
}

function Move({
  flow,
  folders,
  onClose,
}: {
  readonly flow: FlowInfo;
  readonly folders: string[];
  readonly onClose: () => void;
}) {
  const [folder, setFolder] = useState(flow.folder);
  const patch = usePatchFlow();
  return (
    <DialogForm
      submit={words.move.submit}
      change={patch}
      onSubmit={() => patch.mutate({ id: flow.id, folder: tidyFolder(folder) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Autocomplete
        label={words.move.label}
        description={words.move.hint}
        data={folders}
        value={folder}
        maxLength={200}
        onChange={setFolder}
        // Below, it would cover the button that sends the form.
        comboboxProps={{ position: 'top' }}
        data-autofocus
      />
    </DialogForm>
  );
}
