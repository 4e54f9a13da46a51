import { type Finding, findings } from '#runtime/doctor/findings';
import { act, type Output, type Verb } from './verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  summary: 'Check everything that Patchcord needs on this machine, and say how to mend it.',
  configure(command) {
    command.action(act(command, doctor));
  },
};

async function doctor(output: Output): Promise<number> {
  const found = await findings();
  const ok = found.every((finding) => finding.ok);
  output.result({ ok, checks: found }, () => found.map(line).join('\n'));
  return ok ? 0 : 1;
}

function line({ name, ok, message, fix }: Finding): string {
  return `${ok ? 'ok   ' : 'WRONG'} ${name.padEnd(12)} ${message}${fix === undefined ? '' : `\n      ${''.padEnd(12)} ${fix}`}`;
}
