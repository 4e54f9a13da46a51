import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';

/** What the API answers to a new browser phone. */
export interface PhoneSession {
  readonly id: string;
  readonly socket: string;
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly target: string;
}

/** A phone in a page, in the hand of a test. */
export interface PagePhone {
  /** Settles when the call is answered; rejects with SIP's cause and status. */
  call(session: Pick<PhoneSession, 'socket' | 'uri' | 'username' | 'password' | 'target'>): Promise<void>;
  /** By RFC 4733, in the stream of the audio. */
  press(keys: string): Promise<void>;
  hangUp(): Promise<void>;
  /** The loudest level since the last question, in dBFS. */
  heard(): Promise<number>;
  events(): Promise<readonly { type: string; cause: string; by: string }[]>;
}

let bundled: Promise<string> | undefined;

/** Puts JsSIP and the handle of the test into a page that is open. */
export async function phoneIn(page: Page): Promise<PagePhone> {
  bundled ??= bundle();
  await page.evaluate(await bundled);
  const ask = <T>(code: string): Promise<T> => page.evaluate(`globalThis.testPhone.${code}`) as Promise<T>;
  return {
    call: async (session) => void (await ask(`call(${JSON.stringify(session)})`)),
    press: async (keys) => void (await ask(`press(${JSON.stringify(keys)}), undefined`)),
    hangUp: async () => void (await ask('hangUp(), undefined')),
    heard: () => ask('heard()'),
    events: () => ask('events'),
  };
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"test"', global: 'globalThis' },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('phone-page.mjs', import.meta.url)),
        formats: ['iife'],
        name: 'phonePage',
      },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error('Vite gave no bundle.');
  return output.output[0].code;
}
