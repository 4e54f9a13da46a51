import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SmtpOptions } from '#runtime/connections/smtp-options';
import { smtpTrouble } from '#runtime/connections/smtp-words';
import { testSmtp } from '#runtime/connections/test-smtp';
import { useMailServers } from '../support/mail-server.ts';

const newMailServer = useMailServers();
const login = { user: 'office@example.com', password: 'right' };
const options = (more: object) => SmtpOptions.parse({ host: '127.0.0.1', from: 'office@example.com', ...more });
const secret = async (name: string) => {
  if (name === 'NONE') throw Object.assign(new Error("There is no secret 'NONE'."), { code: 'secret-unknown' });
  return name === 'RIGHT' ? 'right' : 'wrong';
};
const verdicts = (checks: readonly { name: string; ok: boolean }[]) =>
  checks.map(({ name, ok }) => `${name}: ${ok ? 'ok' : 'no'}`);

describe('a test of a mail server', () => {
  it('climbs to a mail that is really sent', async () => {
    const server = await newMailServer({ login, security: 'startTls' });
    const right = { port: server.port, checkCertificate: false, user: login.user, password: { secret: 'RIGHT' } };
    const checks = await testSmtp(options(right), { secret, to: 'me@example.com' });
    expect(verdicts(checks)).toEqual([
      'Find the server: ok',
      'Connect: ok',
      'Encryption: ok',
      'Log in: ok',
      'Send a mail: ok',
    ]);
    expect(server.mails[0]).toMatchObject({ from: 'office@example.com', to: ['me@example.com'] });
    expect(JSON.stringify(checks)).not.toContain('right');
  });

  it('sends nothing when no address is given', async () => {
    const server = await newMailServer();
    const checks = await testSmtp(options({ port: server.port, security: 'none' }), { secret });
    expect(verdicts(checks)).toEqual(['Find the server: ok', 'Connect: ok', 'Encryption: ok']);
    expect(server.mails).toEqual([]);
  });

  it('tells a wrong password from everything before it', async () => {
    const server = await newMailServer({ login });
    const wrong = { port: server.port, security: 'none', user: login.user, password: { secret: 'WRONG' } };
    const checks = await testSmtp(options(wrong), { secret });
    expect(verdicts(checks)).toEqual(['Find the server: ok', 'Connect: ok', 'Encryption: ok', 'Log in: no']);
    expect(checks.at(-1)!.message).toContain('does not accept the user name and the password');
    expect(checks.at(-1)!.fix).toContain('app password');
    const missing = await testSmtp(options({ ...wrong, password: { secret: 'NONE' } }), { secret });
    expect(missing.at(-1)).toMatchObject({ name: 'Log in', ok: false, message: "There is no secret 'NONE'." });
  });

  it('says what is wrong with the name, the port and the encryption', async () => {
    const unknown = await testSmtp(options({ host: 'no-such-name.invalid' }), { secret });
    expect(unknown).toMatchObject([{ name: 'Find the server', ok: false, fix: 'Check the spelling of the server.' }]);

    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    listener.close();
    const refused = await testSmtp(options({ port }), { secret });
    expect(refused.at(-1)).toMatchObject({
      name: 'Connect',
      ok: false,
      message: "'127.0.0.1' can not be reached: nothing answers on this port.",
    });

    const own = await newMailServer({ security: 'startTls' });
    const untrusted = await testSmtp(options({ port: own.port }), { secret });
    expect(verdicts(untrusted)).toEqual(['Find the server: ok', 'Connect: ok', 'Encryption: no']);
    expect(untrusted.at(-1)!.message).toContain('its certificate');

    const open = await newMailServer({ security: 'none' });
    for (const security of ['tls', 'startTls']) {
      const checks = await testSmtp(options({ port: open.port, security }), { secret });
      expect(checks.at(-1), security).toMatchObject({ name: 'Encryption', ok: false });
      expect(checks.at(-1)!.fix, security).toContain('does not fit the port');
    }
  });

  it('says that a recipient is refused, in the words of the server', async () => {
    const server = await newMailServer({ answerTo: () => 550 });
    const checks = await testSmtp(options({ port: server.port, security: 'none' }), { secret, to: 'me@example.com' });
    expect(checks.at(-1)).toMatchObject({ name: 'Send a mail', ok: false });
    expect(checks.at(-1)!.message).toContain('550');
  });

  it('names a certificate that is for another name', () => {
    const error = Object.assign(new Error('x'), { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(smtpTrouble(error, 'mail.example.com')).toMatchObject({
      at: 'secure',
      message: "'mail.example.com' can not be trusted: its certificate is for another name.",
    });
  });
});
