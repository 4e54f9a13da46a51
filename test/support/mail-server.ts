import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach } from 'vitest';

export interface MailServerOptions {
  /** Whom it lets in; anybody without it. */
  readonly login?: { readonly user: string; readonly password: string };
  /** `startTls` offers it with a certificate of its own making. */
  readonly security?: 'none' | 'startTls' | 'tls';
  /** Answers of the server to an address, as a code of SMTP; 250 by default. */
  readonly answerTo?: (address: string) => number;
  readonly port?: number;
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, headers and all. */
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  close(): Promise<void>;
}

/** A real mail server on this machine. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { login, security = 'none', answerTo = () => 250 } = options;
  const mails: ReceivedMail[] = [];
  const settings: SMTPServerOptions = {
    secure: security === 'tls',
    disabledCommands: security === 'startTls' ? [] : ['STARTTLS'],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 100,
    logger: false,
    onAuth({ username, password }, _session, callback) {
      if (login !== undefined && username === login.user && password === login.password)
        callback(null, { user: username });
      else callback(new Error('Invalid username or password'));
    },
    onRcptTo({ address }, _session, callback) {
      const code = answerTo(address);
      if (code === 250) callback();
      else callback(Object.assign(new Error('Not here.'), { responseCode: code }));
    },
    onData(stream, session, callback) {
      let raw = '';
      stream.setEncoding('latin1');
      stream.on('data', (chunk: string) => {
        raw += chunk;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), raw });
        callback();
      });
    },
  };
  const server = new SMTPServer(settings);
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Mail servers that end with the test. */
export function useMailServers(): typeof startMailServer {
  const running: MailServer[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
  return async (options) => {
    const server = await startMailServer(options);
    running.push(server);
    return server;
  };
}
