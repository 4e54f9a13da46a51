import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from 'react-router';
import { type Connection, useRemoveConnection } from '../api/connections.ts';
import { Confirm } from '../app/confirm.tsx';
import { showProblem } from '../app/problem.tsx';
import { commonWords } from '../words/common.ts';
import { connectionsWords as words } from '../words/connections.ts';

/** Removes a connection, after asking. The server refuses while a flow uses it. */
export function RemoveConnection({ connection }: { readonly connection: Connection }) {
  const [isAsked, dialog] = useDisclosure(false);
  const remove = useRemoveConnection();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="subtle" color="red" onClick={dialog.open}>
        {words.remove}
      </Button>
      {isAsked && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(connection.name)}
          label={commonWords.remove}
          isBusy={remove.isPending}
          onConfirm={() =>
            remove.mutate(connection.id, {
              onSuccess: () => navigate('/connections'),
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
