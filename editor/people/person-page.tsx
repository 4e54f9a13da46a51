import { Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate, useParams } from 'react-router';
import { useCreatePerson, usePeople, useRemovePerson, useSavePerson } from '../api/people.ts';
import { ErrorPage } from '../app/error-page.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RemoveButton } from '../app/remove-button.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { peopleWords as words } from '../words/people.ts';
import { PersonForm } from './person-form.tsx';

const back = { to: '/people', label: words.back };
const said = () => notifications.show({ message: words.saved, color: 'green', autoClose: 3_000 });

/** Somebody new. */
export function NewPersonPage() {
  const create = useCreatePerson();
  const navigate = useNavigate();
  return (
    <Page title={words.add} back={back}>
      <PersonForm
        initial={{ name: '', phones: [], paused: false }}
        error={create.error}
        isSaving={create.isPending}
        onSave={(person) =>
          create.mutate(person, {
            onSuccess: ({ id }) => {
              said();
              void navigate(`/people/${id}`, { replace: true });
            },
          })
        }
      />
    </Page>
  );
}

/** A person: name, phones, and whether they take calls. */
export function PersonPage() {
  const { id = '' } = useParams();
  const { data: people, error, refetch } = usePeople();
  const save = useSavePerson();
  const remove = useRemovePerson();
  const person = people?.find((one) => one.id === id);
  if (people !== undefined && person === undefined) return <ErrorPage />;
  return (
    <Page title={person?.name ?? words.title} back={back}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {person === undefined && error === null && <RowsLoading />}
      {person !== undefined && (
        <>
          <PersonForm
            key={`${person.id} ${person.updatedAt}`}
            initial={person}
            saved={person}
            error={save.error}
            isSaving={save.isPending}
            onSave={(next) => save.mutate({ ...next, id }, { onSuccess: said })}
          />
          <Group justify="flex-end" mt="md">
            <RemoveButton
              words={words}
              text={words.removeText(person.name)}
              id={person.id}
              mutation={remove}
              list="/people"
            />
          </Group>
        </>
      )}
    </Page>
  );
}
