import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from 'react-router';
import { type HoursInfo, useRemoveHours } from '../api/hours.ts';
import { Confirm } from '../app/confirm.tsx';
import { showProblem } from '../app/problem.tsx';
import { commonWords } from '../words/common.ts';
import { hoursWords } from '../words/hours.ts';

const words = hoursWords.edit;

/** Removes opening hours, after asking. */
export function RemoveHours({ hours }: { readonly hours: HoursInfo }) {
  const [isAsked, dialog] = useDisclosure(false);
  const remove = useRemoveHours();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="subtle" color="red" onClick={dialog.open}>
        {words.remove}
      </Button>
      {isAsked && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(hours.name)}
          label={commonWords.remove}
          isBusy={remove.isPending}
          onConfirm={() =>
            remove.mutate(hours.id, {
              onSuccess: () => navigate('/hours'),
              onError: showProblem,
              onSettled: dialog.close,
            })
          }
          onClose={dialog.close}
        />
      )}
    </>
  );
}
