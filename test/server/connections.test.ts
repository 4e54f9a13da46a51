import { describe, expect, it } from 'vitest';
import { listAudit } from '#runtime/store/audit';
import { useMailServers } from '../support/mail-server.ts';
import { useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const newMailServer = useMailServers();
const options = { host: 'smtp.example.com', from: 'office@example.com', user: 'office', password: { secret: 'MAIL' } };
const body = { kind: 'smtp', name: 'Our Mail', options };

describe('a connection', () => {
  it('is made, listed, changed and removed, and each change is in the audit', async () => {
    const { request, store } = await newServer();
    const made = await request('POST', '/api/connections', body);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      id: 'our-mail',
      kind: 'smtp',
      name: 'Our Mail',
      options: { ...options, port: 587, security: 'startTls', checkCertificate: true },
      updatedBy: 'Ada',
      usedBy: [],
    });
    expect((await request('POST', '/api/connections', body)).json().id).toBe('our-mail-2');
    const changed = await request('PUT', '/api/connections/our-mail', {
      name: 'Mail',
      options: { ...options, port: 465 },
    });
    expect(changed.json()).toMatchObject({ id: 'our-mail', name: 'Mail', options: { port: 465 } });
    expect((await request('GET', '/api/connections')).json().connections).toHaveLength(2);
    expect((await request('DELETE', '/api/connections/our-mail')).statusCode).toBe(204);
    expect((await request('GET', '/api/connections/our-mail')).statusCode).toBe(404);
    const actions = (await listAudit(store.db, 10)).map(({ action, target }) => `${action} ${target}`).reverse();
    expect(actions).toEqual([
      'connection.created our-mail',
      'connection.created our-mail-2',
      'connection.changed our-mail',
      'connection.removed our-mail',
    ]);
  });

  it('takes no password but as the name of a secret, and says which field is wrong', async () => {
    const { request } = await newServer();
    for (const [wrong, field] of [
      [{ ...options, password: 'hunter2' }, 'password'],
      [{ ...options, port: 0 }, 'port'],
      [{ ...options, from: 'office' }, 'from'],
      [{ ...options, more: 1 }, 'more'],
    ] as const) {
      const answer = await request('POST', '/api/connections', { ...body, options: wrong });
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({ code: 'connection-options-invalid', fix: `Correct '${field}'.` });
      expect(answer.body).not.toContain('hunter2');
    }
    const kind = await request('POST', '/api/connections', { ...body, kind: 'fax' });
    expect(kind.json()).toMatchObject({ code: 'connection-kind-invalid', fix: 'Use one of smtp.' });
  });

  it('says which flows use it, and stays while one does; so does its secret', async () => {
    const { request } = await newServer();
    await request('PUT', '/api/secrets/MAIL', { value: 'hunter2' });
    await request('POST', '/api/connections', body);
    const flow = smallFlow('notes');
    const send = {
      id: 'send',
      step: 'send-email',
      stepVersion: 1,
      settings: { connection: 'our-mail' },
      position: { x: 0, y: 9 },
    };
    await request('POST', '/api/flows', { flow: { ...flow, nodes: [...flow.nodes, send] } });
    expect((await request('GET', '/api/connections/our-mail')).json().usedBy).toEqual([
      { flowId: 'notes', draft: true, current: false },
    ]);
    const used = await request('DELETE', '/api/connections/our-mail');
    expect([used.statusCode, used.json().code]).toEqual([409, 'connection-in-use']);
    expect((await request('GET', '/api/secrets')).json().secrets).toMatchObject([
      { name: 'MAIL', connections: ['our-mail'] },
    ]);
    const secret = await request('DELETE', '/api/secrets/MAIL');
    expect([secret.statusCode, secret.json().code]).toEqual([409, 'secret-in-use']);
  });

  it('is described by its kind, with words for every setting', async () => {
    const { request } = await newServer();
    const { kinds } = (await request('GET', '/api/connection-kinds')).json();
    expect(kinds).toMatchObject([{ kind: 'smtp', title: 'Mail server' }]);
    for (const setting of Object.values<{ title: string; description: string; ui: string }>(
      kinds[0].settings.properties,
    ))
      expect(setting).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        ui: expect.any(String),
      });
  });

  it('can be tried out, and never shows its password', async () => {
    const server = await newServer();
    const mail = await newMailServer({ login: { user: 'office', password: 'hunter2' } });
    server.ports.secrets.set('MAIL', 'hunter2');
    const here = { ...options, host: '127.0.0.1', port: mail.port, security: 'none' };
    await server.request('POST', '/api/connections', { ...body, options: here });
    const tried = await server.request('POST', '/api/connections/our-mail/test', { to: 'me@example.com' });
    expect(tried.json()).toMatchObject({ ok: true });
    expect(mail.mails).toHaveLength(1);
    server.ports.secrets.set('MAIL', 'other');
    const failed = await server.request('POST', '/api/connections/our-mail/test', {});
    expect(failed.json()).toMatchObject({ ok: false });
    expect(failed.json().checks.at(-1)).toMatchObject({ name: 'Log in', ok: false });
    expect(server.answers.join()).not.toContain('hunter2');
  });
});

describe('failed jobs', () => {
  it('are listed, tried again and forgotten', async () => {
    const { request, ports } = await newServer();
    const id = '0197c7a4-0000-8000-8000-000000000001';
    const failedAt = new Date('2030-01-07T09:00:00Z');
    const job = { id, name: 'email.send', key: 'call:2:1', attempts: 3, message: 'No.', failedAt };
    ports.jobs = {
      pending: 0,
      failed: async () => [job],
      retry: async (one) => one === id,
      remove: async (one) => one === id,
    };
    const listed = await request('GET', '/api/jobs/failed');
    expect(listed.json().jobs).toEqual([{ ...job, failedAt: failedAt.toISOString() }]);
    expect((await request('POST', `/api/jobs/${id}/retry`)).statusCode).toBe(204);
    expect((await request('DELETE', `/api/jobs/${id}`)).statusCode).toBe(204);
    const other = await request('DELETE', '/api/jobs/0197c7a4-0000-8000-8000-000000000002');
    expect([other.statusCode, other.json().code]).toEqual([404, 'job-unknown']);
  });
});
