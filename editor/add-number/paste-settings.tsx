import { Alert, Button, Modal, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ClipboardPaste } from 'lucide-react';
import { useState } from 'react';
import type { PastedSettings } from '#asterisk-config/parse-carrier-settings';
import { DialogForm } from '../app/dialog-form.tsx';
import { safeText } from '../calls/call-text.ts';
import type { TrunkDraft } from '../trunks/trunk-draft.ts';
import { addNumberWords } from '../words/add-number.ts';

const words = addNumberWords.settings;
const LONGEST = 32_000;

/** Fills the form from a block of text, which is read here: it goes nowhere. */
export function PasteSettings({ onPasted }: { readonly onPasted: (settings: TrunkDraft) => void }) {
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" leftSection={<ClipboardPaste size={15} aria-hidden />} onClick={dialog.open}>
        {words.paste}
      </Button>
      {isOpen && <Dialog onPasted={onPasted} onClose={dialog.close} />}
    </>
  );
}

interface DialogProps {
  readonly onPasted: (settings: TrunkDraft) => void;
  readonly onClose: () => void;
}

function Dialog({ onPasted, onClose }: DialogProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<{ readonly message: string; readonly fix: string }>();
  const parse = useMutation({ mutationFn: readSettings });
  const take = ({ settings, secrets, unknown, problems }: PastedSettings) => {
    const count = Object.keys(settings).length;
    const unreadable = problems.find(({ code }) => code === 'pasted-unreadable');
    if (unreadable !== undefined) return setProblem(unreadable);
    onPasted({ ...settings, ...secrets });
    const said = [
      words.pasted(count),
      ...(secrets.password === undefined ? [] : [words.pastedPassword]),
      ...(unknown.length === 0 ? [] : [words.pasteUnknown(safeText(unknown.join(', '), 200))]),
    ];
    notifications.show({ message: said.join(' '), color: unknown.length === 0 ? 'green' : 'yellow', autoClose: 8_000 });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={words.paste} size="lg">
      <DialogForm
        submit={words.pasteFill}
        change={parse}
        isReady={text.trim() !== ''}
        onSubmit={() => parse.mutate(text, { onSuccess: take })}
        onClose={onClose}
      >
        <Text c="dimmed">{words.pasteHint}</Text>
        <Textarea
          aria-label={words.pasteLabel}
          placeholder={words.pastePlaceholder}
          autosize
          minRows={8}
          maxRows={18}
          maxLength={LONGEST}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        {problem !== undefined && (
          <Alert color="red" title={problem.message} role="alert">
            {problem.fix}
          </Alert>
        )}
      </DialogForm>
    </Modal>
  );
}

const readSettings = async (text: string): Promise<PastedSettings> =>
  (await import('#asterisk-config/parse-carrier-settings')).parseCarrierSettings(text);
