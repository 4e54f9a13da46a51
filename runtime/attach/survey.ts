import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { existingAsterisk } from '#asterisk-config/existing-asterisk';
import { optionOf, type ReadSection, readConf } from '#asterisk-config/read-conf';
import { readConfigFile } from '#runtime/export/config-folder';
import type { Console } from './console.ts';

/** What an Asterisk that runs already is like, as far as Patchcord needs to know. Nothing was changed to find it out. */
export interface Survey {
  readonly version: string | undefined;
  readonly http: { readonly enabled: boolean; readonly address: string; readonly port: number };
  readonly ari: { readonly enabled: boolean; readonly users: readonly string[] };
  readonly ami: { readonly enabled: boolean; readonly port: number; readonly users: readonly string[] };
  readonly contexts: readonly string[];
  readonly endpoints: readonly string[];
  readonly sipPort: number;
  /** Names without `.so`. */
  readonly modules: readonly string[];
  readonly spoolFolder: string;
  readonly dataFolder: string;
}

export async function survey(folder: string, console: Console): Promise<Survey> {
  const conf = async (name: string) => readConf(await readConfigFile(folder, name).catch(() => ''));
  const [main, http, ari, manager] = [
    await conf('asterisk.conf'),
    await conf('http.conf'),
    await conf('ari.conf'),
    await conf('manager.conf'),
  ];
  const texts = { pjsip: await text(folder, 'pjsip.conf'), extensions: await text(folder, 'extensions.conf') };
  const existing = existingAsterisk(texts);
  const directory = (name: string, usual: string) => find(main, 'directories', name) ?? usual;
  const transport = existing.transports.find(({ protocol }) => protocol === 'udp') ?? existing.transports[0];
  return {
    version: /Asterisk (?:GIT-)?([0-9]+(?:\.[0-9]+)+)/.exec(await console('core show version'))?.[1],
    http: {
      enabled: isOn(find(http, 'general', 'enabled')),
      address: find(http, 'general', 'bindaddr') ?? '0.0.0.0',
      port: Number(find(http, 'general', 'bindport') ?? 8088),
    },
    ari: { enabled: isOn(find(ari, 'general', 'enabled') ?? 'yes'), users: usersOf(ari) },
    ami: {
      enabled: isOn(find(manager, 'general', 'enabled')),
      port: Number(find(manager, 'general', 'port') ?? 5038),
      users: usersOf(manager),
    },
    contexts: existing.contexts,
    endpoints: existing.endpoints,
    sipPort: Number(/:(\d+)$/.exec(transport?.bind ?? '')?.[1] ?? 5060),
    modules: [...(await console('module show')).matchAll(/^(\w+)\.so\s.*Running/gm)].map(([, name]) => name ?? ''),
    spoolFolder: directory('astspooldir', '/var/spool/asterisk'),
    dataFolder: directory('astdatadir', '/var/lib/asterisk'),
  };
}

/** Their file with its includes; empty where there is none. */
const text = (folder: string, name: string): Promise<string> => readConfigFile(folder, name).catch(() => '');

const find = (sections: readonly ReadSection[], section: string, option: string): string | undefined => {
  const found = sections.find(({ name }) => name === section);
  return found && optionOf(found, option);
};

const usersOf = (sections: readonly ReadSection[]): string[] =>
  sections.map(({ name }) => name).filter((name) => name !== 'general');

const isOn = (value: string | undefined): boolean => /^(yes|true|on|y|t|1)$/i.test(value ?? '');

/** Whether a folder is the configuration of an Asterisk at all. */
export const isConfigFolder = (folder: string): Promise<boolean> =>
  readFile(join(folder, 'asterisk.conf')).then(
    () => true,
    () => false,
  );
