import { inboundContext } from '#asterisk-config/dialplan';
import { findSettingsProblems } from '#asterisk-config/settings-problems';
import { TrunkError } from '#asterisk-config/trunk-error';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import type { Climb } from './climb.ts';
import { failed, ok, skipped, type Verdict } from './verdict.ts';

/** Whether a configuration can be made of the settings at all. */
export async function settingsRung({ trunk, deps, secretOf }: Climb): Promise<Verdict> {
  if (trunk.kind === 'pbx')
    return { ...skipped('The trunk belongs to the other Asterisk, which tests it itself.'), stop: true };
  const problems = findSettingsProblems(trunk);
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined)
    return failed({
      seen: wrong.message,
      means: 'No connection can be made of these settings.',
      fix: wrong.fix,
      field: wrong.field,
      stop: true,
    });
  try {
    trunkObjects([trunk], { host: deps.host, secretOf, dialplanContext: inboundContext });
  } catch (error) {
    if (!(error instanceof TrunkError)) throw error;
    return failed({
      seen: `${error.message}`,
      means: 'No connection can be made of these settings.',
      fix: error.fix,
      field: error.field,
      stop: true,
    });
  }
  return ok({
    seen: `${trunk.transport.toUpperCase()}, ${kinds[trunk.kind]}.`,
    means: 'The settings are complete.',
    details: problems.map(({ message, fix }) => `${message} ${fix}`),
  });
}

const kinds = {
  registration: 'registers with user name and password',
  digest: 'calls carry user name and password',
  ip: 'both sides know each other by their addresses',
};
