import { inboundContext } from '#asterisk-config/dialplan';
import type { Person, PersonPhone } from '#asterisk-config/person';
import { personEndpoint } from '#asterisk-config/person-phone';
import type { Trunk } from '#asterisk-config/trunk';
import type { DialPage, DialSource } from './dial-source.ts';
import { type Refusal, refuse } from './may-dial.ts';
import type { DialLeg, RouteRequest } from './route.ts';
import { isEmergencyNumber } from './special-ranges.ts';

type Caller = Pick<DialLeg['attempts'][number], 'callerId' | 'callerName'>;

/** Own people see who calls us. What the network said of that goes no further than it is a number and a name. */
export function callerInside({ from, callerId, caller }: Omit<RouteRequest, 'to'>): Caller {
  const wanted = callerId?.show === 'fixed' ? callerId.number : callerId?.show === 'number' ? from : caller?.number;
  const number = wanted ?? from ?? '';
  const name = callerId === undefined || callerId.show === 'caller' ? (caller?.name ?? '') : '';
  const plain = name.replaceAll(/[^\p{L}\p{N} .'-]/gu, ' ').trim();
  return {
    ...(/^\+?[0-9*#]{1,32}$/.test(number) ? { callerId: number } : {}),
    ...(plain === '' ? {} : { callerName: plain.slice(0, 60) }),
  };
}

/** A flow of ours that answers the extension; else a telephone of the PBX that Patchcord is attached to. */
export async function extensionLeg(
  source: DialSource,
  page: DialPage,
  extension: string,
  request: Omit<RouteRequest, 'to'>,
): Promise<DialLeg | Refusal> {
  const label = `extension ${extension}`;
  const leg = (endpoint: string): DialLeg => ({
    attempts: [{ endpoint, ...callerInside(request), variables: {} }],
    label,
  });
  if (!/^[0-9A-Za-z*#]{1,32}$/.test(extension))
    return refuse('destination-malformed', 'This is no extension.', 'Use digits, * and #.');
  if (await source.hasFlow(extension)) return leg(`Local/${extension}@${inboundContext}`);
  const pbx = [...page.trunks.values()].find(isPbx);
  const refused = pbx && mayDialPbx(page, extension);
  if (refused !== undefined) return refused;
  if (pbx !== undefined) return leg(`Local/${extension}@${pbx.pbx.context}`);
  return refuse('extension-missing', `Nobody answers the extension ${extension}.`, 'Let a flow answer it.');
}

const isPbx = (trunk: Trunk): trunk is Trunk & { readonly pbx: { readonly context: string } } =>
  trunk.kind === 'pbx' && trunk.pbx?.context !== undefined;

/** The other PBX may call the world by what looks like one of its extensions. */
function mayDialPbx({ rules }: DialPage, extension: string): Refusal | undefined {
  if (rules.prefixes.some(({ prefix, allow }) => allow && prefix === extension)) return undefined;
  if (/^[1-9][0-9]{1,4}$/.test(extension) && !isEmergencyNumber(extension)) return undefined;
  return refuse(
    'destination-short',
    `${extension} may be more than an extension of the other PBX.`,
    `If it may be called, allow ${extension} itself in the dial rules.`,
  );
}

/** Those of a person's telephones that are here; a browser can't be rung yet. */
export function personLegs(
  { id, name, phones }: Person,
  request: Omit<RouteRequest, 'to'>,
): { readonly inside: readonly DialLeg[]; readonly others: readonly PersonPhone[] } {
  return {
    inside: phones.flatMap((phone) =>
      phone.kind === 'sip'
        ? {
            attempts: [{ endpoint: `PJSIP/${personEndpoint(id, phone.id)}`, ...callerInside(request), variables: {} }],
            label: `${name}, ${phone.label || 'SIP phone'}`,
          }
        : [],
    ),
    others: phones.filter(({ kind }) => kind === 'number' || kind === 'extension'),
  };
}
