import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { commonWords } from '../words/common.ts';

interface ConfirmProps {
  readonly title: string;
  readonly text: ReactNode;
  /** On the button that does it. */
  readonly label: string;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that can not be taken back. What can be is done at once and offers to undo it instead. */
export function Confirm({ title, text, label, isBusy = false, onConfirm, onClose }: ConfirmProps) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Text component="div">{text}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {commonWords.cancel}
        </Button>
        <Button color="red" loading={isBusy} onClick={onConfirm}>
          {label}
        </Button>
      </Group>
    </Modal>
  );
}
