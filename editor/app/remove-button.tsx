import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { commonWords } from '../words/common.ts';
import { Confirm } from './confirm.tsx';
import { showProblem } from './problem.tsx';

interface RemoveButtonProps {
  readonly words: { readonly remove: string; readonly removeTitle: string };
  readonly text: ReactNode;
  readonly id: string;
  /** The server refuses while something uses it. */
  readonly mutation: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending'>;
  /** The list to go back to. */
  readonly list: string;
}

/** Removes what a page is about, after asking. */
export function RemoveButton({ words, text, id, mutation, list }: RemoveButtonProps) {
  const [isAsked, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = () =>
    mutation.mutate(id, { onSuccess: () => navigate(list), onError: showProblem, onSettled: dialog.close });
  return (
    <>
      <Button variant="subtle" color="red" onClick={dialog.open}>
        {words.remove}
      </Button>
      {isAsked && (
        <Confirm
          title={words.removeTitle}
          text={text}
          label={commonWords.remove}
          isBusy={mutation.isPending}
          onConfirm={remove}
          onClose={dialog.close}
        />
      )}
    </>
  );
}
