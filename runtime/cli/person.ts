import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Person, PersonPhone } from '#asterisk-config/person';
import { requireApi } from './api-client.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface PersonInfo extends Person {
  readonly live: { readonly registered: readonly string[] };
}
interface Account {
  readonly username: string;
  readonly password: string;
  readonly server: string;
  readonly port: number;
  readonly transport: string;
}
interface AddOptions {
  readonly sip?: string | true;
  readonly number?: string;
  readonly extension?: string;
}

export const personVerb: Verb = {
  name: 'person',
  summary: 'People whom calls can be put through to, and their telephones.',
  configure(command: Command) {
    const sub = (usage: string, description: string) =>
      command.command(usage).description(description).option('--json', 'print one JSON object instead of text');
    const add = sub('add <name>', 'add a person; the account of a SIP phone is printed this once')
      .option('--sip [label]', 'a desk phone or softphone that registers here')
      .option('--number <number>', 'an outside number, such as +4915112345678')
      .option('--extension <extension>', 'an extension');
    add.action(act(add, addPerson));
    const list = sub('list', 'all people, and which of their phones are registered');
    list.action(act(list, listPeople));
    const remove = sub('remove <id>', 'remove a person and the accounts of their phones');
    remove.action(act(remove, removePerson));
  },
};

async function addPerson(output: Output, name: string, { sip, number, extension }: AddOptions): Promise<void> {
  const phones: PersonPhone[] = [
    ...(sip === undefined ? [] : [{ id: newId(), kind: 'sip' as const, label: sip === true ? '' : sip }]),
    ...(number === undefined ? [] : [{ id: newId(), kind: 'number' as const, number }]),
    ...(extension === undefined ? [] : [{ id: newId(), kind: 'extension' as const, extension }]),
  ];
  if (phones.length === 0)
    throw new CliError('person-no-phone', 'A person needs a telephone.', 'Give one: --sip, --number or --extension.');
  const api = await requireApi();
  const person = await api.request<PersonInfo>('POST', '/api/people', { name, phones });
  const phone = phones.find(({ kind }) => kind === 'sip');
  const account =
    phone && (await api.request<Account>('POST', `/api/people/${person.id}/phones/${phone.id}/password`, {}));
  output.result({ person, ...(account === undefined ? {} : { account }) }, () =>
    [`${person.name} is added as ${person.id}.`, ...(account === undefined ? [] : accountLines(account))].join('\n'),
  );
}

const newId = (): string => `p${randomBytes(3).toString('hex')}`;

const accountLines = ({ username, password, server, port, transport }: Account): readonly string[] => [
  'For the phone, shown this once:',
  `  user name  ${username}`,
  `  password   ${password}`,
  `  server     ${server}, port ${port}, ${transport.toUpperCase()}`,
];

async function listPeople(output: Output): Promise<void> {
  const { people } = await (await requireApi()).request<{ people: PersonInfo[] }>('GET', '/api/people');
  output.result({ people }, () => (people.length === 0 ? 'There are no people.' : people.map(line).join('\n')));
}

const line = ({ id, name, phones, paused, live }: PersonInfo): string =>
  `${id}  ${name}${paused ? ' (paused)' : ''}: ${phones.map((phone) => phoneText(phone, live.registered)).join(', ') || 'no telephone'}`;

function phoneText(phone: PersonPhone, registered: readonly string[]): string {
  if (phone.kind === 'number') return phone.number;
  if (phone.kind === 'extension') return `extension ${phone.extension}`;
  if (phone.kind === 'browser') return 'browser';
  return `${phone.label || 'SIP phone'} (${registered.includes(phone.id) ? 'registered' : 'not registered'})`;
}

async function removePerson(output: Output, id: string): Promise<void> {
  await (await requireApi()).request('DELETE', `/api/people/${encodeURIComponent(id)}`);
  output.result({ id, removed: true }, `${id} is removed.`);
}
