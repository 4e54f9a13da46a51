import { expect, test } from 'vitest';
import { useServer } from '../support/server.ts';

const newServer = useServer();

test('presets and the words of fields are listed', async () => {
  const { request } = await newServer();
  const { carriers, fields } = (await request('GET', '/api/carriers')).json();
  expect(carriers.map(({ id }: { id: string }) => id)).toContain('twilio');
  expect(carriers[0]).toMatchObject({
    verifiedAt: expect.anything(),
    checklist: expect.any(Array),
    fields: expect.any(Object),
  });
  expect(fields.registrar.help).toContain('registers');
});

test('of pasted settings the password becomes a secret whose name alone comes back', async () => {
  const { request, answers } = await newServer();
  const text = 'Proxy/Registrar: sip.twilio.com\nUsername: acme\nPassword: canary-hunter2\n';
  const parsed = (await request('POST', '/api/carriers/parse', { text })).json();
  expect(parsed).toMatchObject({
    settings: { registrar: 'sip.twilio.com', username: 'acme' },
    password: { secret: expect.stringMatching(/^pasted-[0-9a-f]{12}$/) },
    unknown: [],
    problems: [{ code: 'twilio-registrar', field: 'registrar', clear: ['registrar', 'outboundProxy', 'domain'] }],
  });
  const { secrets } = (await request('GET', '/api/secrets')).json();
  expect(secrets.map(({ name }: { name: string }) => name)).toEqual([parsed.password.secret]);
  expect((await request('POST', '/api/carriers/parse', { text: 'hello' })).json().password).toBeNull();
  expect(answers.join()).not.toContain('canary');
});
