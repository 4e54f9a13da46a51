import { trunkDialString } from './dial-string.ts';
import { inboundContext } from './dialplan.ts';
import type { PhoneNumber } from './number.ts';
import type { Trunk } from './trunk.ts';

/**
 * The contexts that calls in enter on somebody's own Asterisk, for his extensions.conf to include. Calls go to Patchcord;
 * while it is away, each number does what was chosen for it: what can't be done there ends with 503.
 */
export function exportDialplan(trunks: readonly Trunk[], numbers: readonly PhoneNumber[], application: string): string {
  const away = numbers.flatMap((number) => {
    const trunk = trunks.find(({ id }) => id === number.trunkId);
    return trunk === undefined ? [] : whileAway(number, trunk);
  });
  return `[${inboundContext}]
exten = _[0-9A-Za-z+*#]!,1,Stasis(${application})
 same = n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?patchcord-away,\${EXTEN},1)
 same = n,Hangup()
exten = h,1,Hangup()

[patchcord-away]
${[...away, 'exten = _[0-9A-Za-z+*#]!,1,Hangup(34)', 'exten = h,1,Hangup()'].join('\n')}
`;
}

/** Carriers send a number with its plus or without. */
function whileAway({ number, whenAway }: PhoneNumber, trunk: Trunk): string[] {
  if (whenAway.kind !== 'number') return [];
  const dial = `Dial(${trunkDialString(trunk, whenAway.number)},60)`;
  return [number, number.slice(1)].flatMap((extension) => [`exten = ${extension},1,${dial}`, ' same = n,Hangup()']);
}
