import { useNavigate, useParams } from 'react-router';
import { useConnectionKinds, useCreateConnection } from '../api/connections.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { connectionsWords as words } from '../words/connections.ts';
import { ConnectionForm } from './connection-form.tsx';
import { fieldsOf, initialOptions } from './options-schema.ts';

/** Makes a connection of a kind. It can be tested once it is saved. */
export function NewConnectionPage() {
  const { kind: wanted = '' } = useParams();
  const { data: kinds, error } = useConnectionKinds();
  const create = useCreateConnection();
  const navigate = useNavigate();
  const kind = kinds?.find((one) => one.kind === wanted);
  const fields = kind === undefined ? [] : fieldsOf(kind.settings);
  return (
    <Page
      title={kind === undefined ? words.create : words.createOf(kind.title)}
      {...(kind === undefined ? {} : { summary: kind.summary })}
      back={{ to: '/connections', label: words.back }}
    >
      {error !== null && <ProblemBox error={error} />}
      {kinds === undefined && error === null && <RowsLoading />}
      {kinds !== undefined && kind === undefined && <ProblemBox error={new Error(words.unknown(wanted))} />}
      {kind !== undefined && (
        <ConnectionForm
          fields={fields}
          initial={{ name: kind.title, options: initialOptions(fields) }}
          error={create.error}
          isSaving={create.isPending}
          onSave={(body) =>
            create.mutate(
              { kind: kind.kind, ...body },
              { onSuccess: ({ id }) => navigate(`/connections/${id}`, { replace: true }) },
            )
          }
        />
      )}
    </Page>
  );
}
