import { expect, test } from 'vitest';
import { personEndpoint, personSecret } from '#asterisk-config/person-phone';
import { parseKeys } from '#runtime/secrets/key';
import { readSecret } from '#runtime/secrets/secrets';
import { useServer } from '../support/server.ts';

const newServer = useServer();
const phones = [
  { id: 'desk', kind: 'sip', label: 'Desk' },
  { id: 'cell', kind: 'number', number: '+4915112345678' },
];

test('a person is added under the id of the name, changed, listed and removed', async () => {
  const { request } = await newServer();
  const made = await request('POST', '/api/people', { name: 'Ann Müller', phones });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({ id: 'ann-muller', paused: false, phones, live: { registered: [] } });
  expect((await request('POST', '/api/people', { name: 'Ann Müller' })).json()).toMatchObject({ id: 'ann-muller-2' });
  const paused = await request('PUT', '/api/people/ann-muller', { name: 'Ann', phones, paused: true });
  expect(paused.json()).toMatchObject({ name: 'Ann', paused: true, updatedBy: 'Ada' });
  expect((await request('GET', '/api/people')).json().people.map(({ id }: { id: string }) => id)).toEqual([
    'ann-muller',
    'ann-muller-2',
  ]);
  expect((await request('DELETE', '/api/people/ann-muller')).statusCode).toBe(204);
  expect((await request('GET', '/api/people/ann-muller')).json()).toMatchObject({ code: 'person-unknown' });
});

test('which phones are registered is told', async () => {
  const { request, ports } = await newServer();
  await request('POST', '/api/people', { name: 'Ann', phones });
  ports.registeredPhones.add(personEndpoint('ann', 'desk'));
  expect((await request('GET', '/api/people/ann')).json().live).toEqual({ registered: ['desk'] });
});

test('the password of a SIP phone is made here, shown once, sealed, and gone with the phone', async () => {
  const { request, store, key, answers } = await newServer();
  const keyring = parseKeys(key, 'test');
  await request('POST', '/api/people', { name: 'Ann', phones });
  const made = await request('POST', '/api/people/ann/phones/desk/password');
  expect(made.statusCode).toBe(201);
  const account = made.json();
  expect(account).toMatchObject({ username: 'person-ann-desk', server: '192.0.2.1', port: 5060, transport: 'udp' });
  expect(account.password).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(account.softphones.map(({ name }: { name: string }) => name)).toEqual(['Zoiper', 'Linphone', 'Any other']);
  expect(await readSecret(store.db, keyring, personSecret('ann', 'desk'))).toBe(account.password);
  const { rows } = await store.pool.query('select sealed from secrets');
  expect(JSON.stringify(rows)).not.toContain(account.password);
  answers.length = 0;
  for (const url of ['/api/people', '/api/people/ann', '/api/secrets']) await request('GET', url);
  const { rows: audit } = await store.pool.query('select * from audit');
  expect(`${answers.join()}${JSON.stringify(audit)}`).not.toContain(account.password);

  expect((await request('DELETE', '/api/secrets/sip-ann-desk')).json()).toMatchObject({ code: 'secret-in-use' });
  const again = (await request('POST', '/api/people/ann/phones/desk/password')).json();
  expect(again.password).not.toBe(account.password);
  await request('PUT', '/api/people/ann', { name: 'Ann', phones: [] });
  await expect(readSecret(store.db, keyring, personSecret('ann', 'desk'))).rejects.toMatchObject({
    code: 'secret-unknown',
  });
});

test('what is no SIP phone has no password', async () => {
  const { request } = await newServer();
  await request('POST', '/api/people', { name: 'Ann', phones });
  const code = async (phone: string) => (await request('POST', `/api/people/ann/phones/${phone}/password`)).json().code;
  expect(await code('cell')).toBe('phone-without-account');
  expect(await code('none')).toBe('phone-unknown');
});

test.each([
  { name: '' },
  { name: 'Ann', phones: [{ id: 'a/b', kind: 'sip' }] },
  { name: 'Ann', phones: [{ id: 'cell', kind: 'number', number: '030' }] },
  { name: 'Ann', phones: [{ id: 'cell', kind: 'extension', extension: '1&2' }] },
])('%j is no person', async (person) => {
  const { request } = await newServer();
  expect((await request('POST', '/api/people', person)).statusCode).toBe(400);
});

test('two phones of a person can not have the same id', async () => {
  const { request } = await newServer();
  const answer = await request('POST', '/api/people', { name: 'Ann', phones: [phones[0], phones[0]] });
  expect(answer.json()).toMatchObject({ code: 'phone-id-taken' });
});
