import { readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';
import type { CallEvent } from '#runtime/flow/record';
import { findInstance, type InstanceStatus } from '#runtime/supervisor/instance';
import { stateFolder } from '#runtime/supervisor/state-folder';
import { CliError } from './verb.ts';

/** The HTTP API of the instance that runs on this state folder, with the rights of this machine's command line. */
export interface ApiClient {
  readonly instance: Pick<InstanceStatus, 'address'>;
  /** `body` is sent as JSON. Gives the answer's JSON. @throws CliError with the API's own code, message and fix. */
  request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Every event of every call from now on, until the function it gives is called. */
  watch(onEvent: (event: CallEvent) => void): Promise<() => void>;
}

/** The client of a running instance; undefined when none runs here. */
export async function findApi(): Promise<ApiClient | undefined> {
  const found = await findInstance(stateFolder());
  if (found === undefined || found === 'silent' || found.address === undefined) return undefined;
  return apiClient(found.address, found.tokenFile);
}

/** @throws CliError `not-running` */
export async function requireApi(): Promise<ApiClient> {
  const api = await findApi();
  if (api === undefined) throw new CliError('not-running', 'Patchcord does not run here.', 'Start it: npm start');
  return api;
}

export async function apiClient(address: string, tokenFile: string): Promise<ApiClient> {
  const token = (await readFile(tokenFile, 'utf8')).trim();
  return {
    instance: { address },
    async request<T>(method: string, path: string, body?: unknown): Promise<T> {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const response = await fetch(`${address}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response.status, text);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async watch(onEvent) {
      const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/api/events`, {
        headers: { authorization: `Bearer ${token}` },
      });
      socket.on('message', (data) => onEvent(JSON.parse(String(data)) as CallEvent));
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return () => socket.close();
    },
  };
}

function refusal(status: number, text: string): CliError {
  let said: { code?: string; message?: string; fix?: string } = {};
  try {
    said = JSON.parse(text);
  } catch {
    // Not the API's own answer: the status says what there is to say.
  }
  const {
    code = `http-${status}`,
    message = `The runtime answered ${status}.`,
    fix = 'Run `npx patchcord doctor`.',
  } = said;
  return new CliError(code, message, fix);
}
