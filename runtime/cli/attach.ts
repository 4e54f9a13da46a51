import { resolve } from 'node:path';
import type { Command } from 'commander';
import { attach, detach } from '#runtime/attach/attach';
import { forgetAttached, readAttached, writeAttached } from '#runtime/attach/attached';
import { consoleOf } from '#runtime/attach/console';
import { type AttachPlan, attachPlan } from '#runtime/attach/plan';
import { isConfigFolder, survey } from '#runtime/attach/survey';
import { findAsterisk } from '#runtime/supervisor/asterisk-install';
import { findInstance } from '#runtime/supervisor/instance';
import { makeStateFolder, stateFolder } from '#runtime/supervisor/state-folder';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface Options {
  readonly config: string;
  readonly apply?: true;
}

export const attachVerb: Verb = {
  name: 'attach',
  summary: 'Use an Asterisk that runs already. Without --apply it only says what it would change.',
  configure(command: Command) {
    command
      .option('--config <folder>', 'configuration folder of that Asterisk', '/etc/asterisk')
      .option('--apply', 'do it')
      .action(act(command, runAttach));
  },
};

export const detachVerb: Verb = {
  name: 'detach',
  summary: 'Leave the attached Asterisk as it was before.',
  configure(command: Command) {
    command.action(act(command, runDetach));
  },
};

async function runAttach(output: Output, options: Options): Promise<number> {
  const folder = resolve(options.config);
  const install = await findAsterisk();
  if (install === undefined || !(await isConfigFolder(folder))) {
    throw new CliError(
      'asterisk-missing',
      install === undefined ? 'There is no Asterisk on this machine.' : `${folder} holds no asterisk.conf.`,
      'Name the configuration folder of an Asterisk on this machine: --config /etc/asterisk.',
    );
  }
  const places = stateFolder();
  await refuseWhileRunning();
  if ((await readAttached(places.root)) !== undefined) {
    throw new CliError('attached-already', 'Patchcord is attached to an Asterisk already.', 'Run: patchcord detach');
  }
  const command: [string, ...string[]] = [...install.command];
  const found = await survey(folder, consoleOf(command, folder)).catch((error: Error) => {
    throw new CliError(
      'asterisk-silent',
      `The Asterisk of ${folder} does not answer on its console: ${error.message.split('\n')[0]}`,
      'Is it running? Run this as a user who may use its console, such as root.',
    );
  });
  const plan = attachPlan(found);
  const refused = plan.findings.some(({ severity }) => severity === 'error');
  if (options.apply && !refused) {
    await makeStateFolder(places);
    await writeAttached(places.root, await attach(folder, command, found));
    output.result(
      { attached: folder, ...plan },
      () => `${planText(plan)}\n\nDone. Start Patchcord: npm start\n${hint}`,
    );
    return 0;
  }
  output.result({ attached: null, ...plan }, () =>
    [planText(plan), '', refused ? 'Nothing was changed.' : 'Nothing was changed. Do it with --apply.'].join('\n'),
  );
  return refused ? 1 : 0;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a line of somebody's dialplan
const hint = 'Send calls to it from your dialplan: Goto(patchcord-inbound,${EXTEN},1)';

async function runDetach(output: Output): Promise<void> {
  const { root } = stateFolder();
  const attached = await readAttached(root);
  if (attached === undefined)
    throw new CliError('not-attached', 'Patchcord is attached to no Asterisk.', 'There is nothing to do.');
  await refuseWhileRunning();
  await detach(attached);
  await forgetAttached(root);
  output.result({ detached: attached.folder }, `${attached.folder} is as it was before.`);
}

/** Calls may be going on, and a start reads once which Asterisk there is. */
async function refuseWhileRunning(): Promise<void> {
  if ((await findInstance(stateFolder())) === undefined) return;
  throw new CliError('still-running', 'Patchcord runs.', 'End it first (Ctrl-C where it was started), then try again.');
}

function planText({ changes, reloads, findings }: AttachPlan): string {
  return [
    ...changes.map(({ file, what }) => `${file}: ${what}`),
    `Then, on its console: ${reloads.join('; ')}`,
    ...findings.map(
      ({ severity, message, fix }) => `${severity === 'error' ? 'Not possible' : 'Note'}: ${message} ${fix}`,
    ),
  ].join('\n');
}
