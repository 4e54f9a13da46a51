import Manager from 'asterisk-manager';
import { AmiError, type AmiMessage, amiMessage } from './ami-message.ts';

export interface AmiServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export interface AmiSession {
  /** @throws AmiError */
  action(name: string, fields?: Readonly<Record<string, string>>): Promise<AmiMessage>;
  /** The events that an action answers with, until Asterisk says that the list is complete. @throws AmiError */
  list(name: string, fields?: Readonly<Record<string, string>>): Promise<readonly AmiMessage[]>;
  /** Settles when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 5_000;

type Item = Parameters<typeof amiMessage>[0];

/**
 * One connection, logged in. `asterisk-manager` itself would reconnect at a fixed pace, keeps unsent actions for ever, and
 * can't tell that the other side is frozen: so a connection of its is used once, and `AmiConnection` makes the next.
 * @throws AmiError
 */
export async function openAmiSession(server: AmiServer, onEvent: (event: AmiMessage) => void): Promise<AmiSession> {
  const manager = Manager(undefined, server.host, server.username, server.password, true);
  const lists = new Map<string, { readonly events: AmiMessage[]; readonly done: () => void }>();
  let count = 0;
  let isOpen = true;
  let ended = () => {};
  const closed = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    manager.disconnect();
    ended();
  };
  manager.on('close', end);
  manager.on('managerevent', (raw: Item) => {
    if (!isOpen) return;
    const event = amiMessage(raw);
    const list = lists.get(event.actionid ?? '');
    if (list === undefined) onEvent(event);
    else if (event.eventlist === 'Complete') list.done();
    else list.events.push(event);
  });

  const within = <T>(what: string, begin: (settle: (value: T) => void, fail: (error: AmiError) => void) => void) =>
    new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new AmiError('ami-timeout', `AMI did not answer ${what}.`)), TIMEOUT_MS);
      const over = () => clearTimeout(late);
      void closed.then(() => {
        over();
        reject(new AmiError('ami-away', `The connection to AMI ended before ${what} was answered.`));
      });
      begin(
        (value) => {
          over();
          resolve(value);
        },
        (error) => {
          over();
          reject(error);
        },
      );
    });

  const send = (id: string, name: string, fields: Readonly<Record<string, string>>) =>
    within<AmiMessage>(name, (settle, fail) => {
      if (!isOpen || !manager.isConnected()) return fail(new AmiError('ami-away', 'There is no connection to AMI.'));
      manager.action({ ...checked(fields), action: name, actionid: id }, (error, response) => {
        if (error === undefined) return settle(amiMessage(response ?? {}));
        const message = typeof error.message === 'string' ? error.message.slice(0, 200) : 'no reason given';
        fail(new AmiError('ami-refused', `AMI refused ${name}: ${message}`));
      });
    });

  const session: AmiSession = {
    action: (name, fields = {}) => {
      count += 1;
      return send(`pc-${count}`, name, fields);
    },
    async list(name, fields = {}) {
      count += 1;
      const id = `pc-${count}`;
      const events: AmiMessage[] = [];
      try {
        const complete = within<void>(name, (done) => lists.set(id, { events, done }));
        complete.catch(() => {});
        await send(id, name, fields);
        await complete;
        return events;
      } finally {
        lists.delete(id);
      }
    },
    closed,
    close: end,
  };
  try {
    await within<void>('the connect', (settle) => manager.connect(server.port, server.host, () => settle()));
    await within<void>('the login', (settle, fail) =>
      manager.login((error) =>
        error === undefined ? settle() : fail(new AmiError('ami-refused', 'AMI refused the user name or password.')),
      ),
    );
    return session;
  } catch (error) {
    end();
    throw error;
  }
}

/** A line break in a value would begin another field, or another action. */
function checked(fields: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(fields))
    if (/[\r\n\0]/.test(value) || !/^[A-Za-z]+$/.test(name))
      throw new AmiError('ami-bad-value', `${name} holds a line break.`);
  return { ...fields };
}
