import type { RuntimeConfig } from '#runtime/config';
import type { Output } from './verb.ts';

export interface ReadyInstance {
  /** Of the editor and the API. */
  address: string;
  config: RuntimeConfig;
  /** Whether this state folder has never been started before. */
  firstStart: boolean;
}

/** What `patchcord start` does once everything runs, before it waits for its end. */
export async function whenReady(instance: ReadyInstance, output: Output): Promise<void> {
  output.say(`The editor is at ${instance.address}`);
}
