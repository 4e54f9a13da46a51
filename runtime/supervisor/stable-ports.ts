import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { StartSettings } from '#runtime/config';
import { freePort, freeRange, isFree } from './ports.ts';

export const Ports = z.strictObject({
  http: z.int(),
  sip: z.int(),
  ari: z.int(),
  ami: z.int(),
  hep: z.int(),
  rtpFirst: z.int(),
  rtpLast: z.int(),
});
export type Ports = z.infer<typeof Ports>;

export class PortTaken extends Error {
  readonly code = 'port-taken';
  readonly fix: string;

  constructor(name: string, port: number) {
    super(`Port ${port} (${name}) is used by another program.`);
    this.name = 'PortTaken';
    this.fix = `Free the port, or remove the setting ${name} so that a free one is chosen.`;
  }
}

/** Tried first on a fresh machine, so that the address is easy to remember. */
const preferred = { http: 4300, sip: 5360 };

const rtpPorts = 2000;

/**
 * The ports of an instance: those set by the operator, else those of its last start when still free, else free
 * ones, kept in `file` for the next start. Throws PortTaken for one that the operator has set.
 */
export async function stablePorts(file: string, settings: StartSettings): Promise<Ports> {
  const kept = await readPorts(file);
  const one = async (
    name: keyof typeof settings,
    port: unknown,
    ...wishes: (number | undefined)[]
  ): Promise<number> => {
    if (typeof port === 'number') {
      if (await isFree(port)) return port;
      throw new PortTaken(name, port);
    }
    for (const wish of wishes) if (wish !== undefined && (await isFree(wish))) return wish;
    return freePort();
  };
  const rtpFirst = settings.rtpFirstPort ?? kept.rtpFirst ?? (await freeRange(rtpPorts));
  const ports: Ports = {
    http: await one('httpPort', settings.httpPort, kept.http, preferred.http),
    sip: await one('sipPort', settings.sipPort, kept.sip, preferred.sip),
    ari: await one('ariPort', settings.ariPort, kept.ari),
    ami: await one('amiPort', settings.amiPort, kept.ami),
    hep: await one('hepPort', settings.hepPort, kept.hep),
    rtpFirst,
    rtpLast: settings.rtpLastPort ?? Math.min(rtpFirst + rtpPorts - 1, 65_535),
  };
  await writeFile(`${file}.new`, JSON.stringify(ports));
  await rename(`${file}.new`, file);
  return ports;
}

async function readPorts(file: string): Promise<Partial<Ports>> {
  try {
    return Ports.partial().parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}
