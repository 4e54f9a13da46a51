import { findInstance, type InstanceStatus } from '#runtime/supervisor/instance';
import { stateFolder } from '#runtime/supervisor/state-folder';
import { act, CliError, type Output, type Verb } from './verb.ts';

export const statusVerb: Verb = {
  name: 'status',
  summary: 'Say whether Patchcord runs here, and what it does. Exit code 1 when it does not run.',
  configure(command) {
    command.action(act(command, status));
  },
};

async function status(output: Output): Promise<number> {
  const folder = stateFolder();
  const found = await findInstance(folder);
  if (found === 'silent') {
    const fix = 'Look for its process (ps), end it, and start Patchcord again.';
    throw new CliError('not-answering', `Patchcord runs on ${folder.root} but does not answer.`, fix);
  }
  if (found === undefined) {
    output.result({ running: false, stateFolder: folder.root }, `Patchcord does not run on ${folder.root}.`);
    return 1;
  }
  output.result({ running: true, ...found }, () => describe(found));
  return 0;
}

function describe(found: InstanceStatus): string {
  const part = (name: string, process: { pid: number; restarts: number } | undefined, more = '') =>
    process === undefined
      ? `  ${name.padEnd(10)} does not run`
      : `  ${name.padEnd(10)} process ${process.pid}, ${process.restarts} restarts${more}`;
  const { asterisk } = found;
  return [
    `Patchcord ${found.versions.patchcord} (Node ${found.versions.node}) runs as process ${found.pid}, node ${found.nodeName}.`,
    `  editor     ${found.address ?? 'is being restarted'}`,
    `  calls      ${found.liveCalls} live`,
    part('runtime', found.runtime),
    part('Asterisk', asterisk, asterisk && `, ${asterisk.version}, SIP ${asterisk.sipAddress}`),
    part('database', found.postgres),
    `  state      ${found.stateFolder}`,
  ].join('\n');
}
