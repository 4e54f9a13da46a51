import { join } from 'node:path';
import { readAttached } from '#runtime/attach/attached';
import { readStartSettings } from '#runtime/config';
import { packageRoot } from '#runtime/package-root';
import { findAsterisk } from '#runtime/supervisor/asterisk-install';
import { findPostgres } from '#runtime/supervisor/postgres-install';
import { stateFolder } from '#runtime/supervisor/state-folder';
import { type SupervisorEvent, startSupervisor } from '#runtime/supervisor/supervisor';
import { packageVersion } from './package-version.ts';
import { endWhileStarting, untilEnd } from './until-end.ts';
import { act, type Output, type Verb } from './verb.ts';
import { whenReady } from './when-ready.ts';

interface StartOptions {
  httpPort?: string;
  sipPort?: string;
}

export const startVerb: Verb = {
  name: 'start',
  summary: 'Run Patchcord: Asterisk, the database, the runtime and the editor. Ctrl-C ends it.',
  configure(command) {
    command
      .option('--http-port <port>', 'port of the editor and the API')
      .option('--sip-port <port>', 'port for SIP')
      .action(act(command, start));
  },
};

async function start(output: Output, options: StartOptions): Promise<void> {
  const folder = stateFolder();
  const settings = readStartSettings(folder.root, process.env, {
    httpPort: options.httpPort,
    sipPort: options.sipPort,
  });
  // Taken from now on: a Ctrl-C while things start must end what has started.
  const ending = untilEnd();
  const attached = await readAttached(folder.root);
  if (attached !== undefined) output.say(`Attached to the Asterisk of ${attached.folder}.`);
  const asterisk = await findAsterisk();
  if (asterisk === undefined) {
    output.say('There is no Asterisk here: flows can be drawn, checked and simulated, but no call can be made.');
  }
  const starting = startSupervisor({
    folder,
    settings,
    runtimeScript: join(packageRoot(), 'dist', 'runtime', 'main.js'),
    asterisk,
    attached: attached?.asterisk,
    postgres: findPostgres(),
    version: packageVersion(),
    onEvent: (event) => sayEvent(event, output),
  });
  endWhileStarting(starting, ending);
  const supervisor = await starting;
  try {
    const address = supervisor.status().address ?? `http://127.0.0.1:${supervisor.config.http.port}`;
    if (output.json) output.result({ event: 'ready', ...supervisor.status() }, '');
    await Promise.race([
      whenReady({ address, config: supervisor.config, attached: attached !== undefined }, output),
      ending,
    ]);
    output.say(`${await ending} Ending.`);
  } finally {
    await supervisor.stop();
  }
}

const names = { asterisk: 'Asterisk', postgres: 'The database', runtime: 'The runtime' };

function sayEvent(event: SupervisorEvent, output: Output): void {
  if (event.type === 'runtime.frozen') {
    output.say('The runtime does not answer any more: killed.');
    return;
  }
  const name = names[event.child];
  if (event.type === 'child.started') output.say(`${name} runs (${event.ms} ms).`);
  if (event.type === 'child.ended') output.say(`${name} has ended (${event.end.signal ?? event.end.code}).`);
  if (event.type === 'child.restarted') output.say(`${name} runs again.`);
  if (event.type === 'child.failed') output.say(`${name} can't be started again: ${event.error.message}`);
}
