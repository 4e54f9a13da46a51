import { Alert, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRestartAsterisk } from '../api/sip-host.ts';
import { Confirm } from '../app/confirm.tsx';
import { showProblem } from '../app/problem.tsx';
import { sipHostWords } from '../words/sip-host.ts';

const words = sipHostWords.restart;

/** Says that Asterisk has to be restarted, and offers it: at once, or when nobody is calling. */
export function RestartNotice({ isWaiting }: { readonly isWaiting: boolean }) {
  const [isAsked, dialog] = useDisclosure(false);
  const restart = useRestartAsterisk();
  const start = (when: 'now' | 'idle') => restart.mutate(when, { onError: showProblem, onSettled: dialog.close });
  return (
    <Alert color="yellow" title={words.needed}>
      <Text>{isWaiting ? words.waiting : words.text}</Text>
      <Group mt="xs" gap="xs">
        {!isWaiting && (
          <Button size="xs" variant="default" loading={restart.isPending} onClick={() => start('idle')}>
            {words.idle}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={dialog.open}>
          {words.now}
        </Button>
      </Group>
      {isAsked && (
        <Confirm
          title={words.confirm}
          text={words.confirmText}
          label={words.now}
          isBusy={restart.isPending}
          onConfirm={() => start('now')}
          onClose={dialog.close}
        />
      )}
    </Alert>
  );
}
