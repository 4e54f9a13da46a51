import { useQuery } from '@tanstack/react-query';
import type { Person } from '#asterisk-config/person';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

export type PersonInfo = Person & {
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** Ids of SIP phones that are registered now. */
  readonly live: { readonly registered: readonly string[] };
};

/** What a softphone or desk phone signs in with. The password is shown this once. */
export interface PhoneAccount {
  readonly username: string;
  readonly password: string;
  readonly server: string;
  readonly port: number;
  readonly transport: string;
  /** What to enter where, in the words of each program. */
  readonly softphones: readonly {
    readonly name: string;
    readonly steps: readonly string[];
    readonly fields: readonly { readonly label: string; readonly value: string }[];
  }[];
}

const keys = { all: ['people'] } as const;
const path = (id: string) => `/api/people/${encodeURIComponent(id)}`;

export const usePeople = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<{ people: PersonInfo[] }>('GET', '/api/people'),
    select: ({ people }) => people,
    refetchInterval: 10_000,
  });

export const useCreatePerson = () =>
  useChange((person: Omit<Person, 'id'>) => request<PersonInfo>('POST', '/api/people', person), keys.all);

export const useSavePerson = () =>
  useChange(({ id, ...person }: Person) => request<PersonInfo>('PUT', path(id), person), keys.all);

export const useRemovePerson = () => useChange((id: string) => request<void>('DELETE', path(id)), keys.all);

/** Makes a new password; the one before stops to work. */
export const useNewAccount = () =>
  useChange(({ id, phoneId }: { id: string; phoneId: string }) =>
    request<PhoneAccount>('POST', `${path(id)}/phones/${encodeURIComponent(phoneId)}/password`),
  );
