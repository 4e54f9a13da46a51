declare module 'asterisk-manager' {
  import type { EventEmitter } from 'node:events';

  /** Names of fields are in small letters; one that was repeated is a list. */
  type ManagerMessage = Record<string, string | string[] | Record<string, string>>;

  interface ManagerConnection extends EventEmitter {
    connect(port: number, host: string, callback: () => void): void;
    login(callback: (error?: ManagerMessage) => void): void;
    action(
      action: Record<string, string>,
      callback: (error: ManagerMessage | undefined, response: ManagerMessage) => void,
    ): string;
    disconnect(): void;
    isConnected(): boolean;
  }

  /** Connects by itself only where a port is given. */
  function Manager(
    port: undefined,
    host: string,
    username: string,
    password: string,
    events: boolean,
  ): ManagerConnection;
  export = Manager;
}
