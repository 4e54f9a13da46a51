import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Trash2 } from 'lucide-react';
import { useNavigate } from 'react-router';
import { useDeleteCall } from '../api/calls.ts';
import { showProblem } from '../app/problem.tsx';
import { callWords } from '../words/calls.ts';

const words = callWords.remove;

/** Removes a call with its audio, after asking. */
export function DeleteCall({ id }: { readonly id: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const remove = useDeleteCall();
  const navigate = useNavigate();
  const confirm = () =>
    remove.mutate(id, {
      onError: showProblem,
      onSuccess: () => {
        notifications.show({ message: words.done });
        void navigate('/calls', { replace: true });
      },
    });
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={15} aria-hidden />} onClick={open} flex="none">
        {words.action}
      </Button>
      <Modal opened={isOpen} onClose={close} title={words.title}>
        <Text mb="lg">{words.text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {words.cancel}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={confirm}>
            {words.confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
