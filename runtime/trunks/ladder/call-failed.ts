import { sipWords } from '#asterisk-config/sip-words';
import type { Trunk } from '#asterisk-config/trunk';
import { readAudio } from '#runtime/hep/sdp';
import type { Climb } from './climb.ts';
import { firstHop, portField } from './first-hop.ts';
import type { InviteWatch } from './invite-watch.ts';
import { failed, ok, quoted, type Verdict } from './verdict.ts';

/** What is said where a call came to nothing. */
export function callFailed(
  { trunk, request }: Climb,
  { watch, techCause }: { readonly watch: InviteWatch | undefined; readonly techCause: number | undefined },
): Verdict {
  const final = watch?.final;
  // Without copies of SIP the code may be Asterisk's own: it is better than none.
  const status = final?.sip.status ?? (watch === undefined ? techCause : undefined) ?? watch?.statuses.at(-1);
  const details = watch === undefined ? [] : [`Answers of the carrier: ${watch.statuses.join(', ') || 'none'}`];
  if (status === undefined || status < 200) return { ...silent(trunk), details };
  if (status < 300) return { ...brokenOff(trunk, final?.sip.body ?? ''), details };
  const warning = final?.sip.header('warning');
  if (warning !== undefined) details.push(`Warning: ${quoted(warning)}`);
  const words = sipWords(status, 'call');
  const seen = `The carrier says ${status} ${quoted(final?.sip.reason || words.name, 80)}.`;
  if (status === 486 || status === 600)
    return ok({
      seen,
      means: `${words.means} The sound was not tested.`,
      fix: 'Call another number.',
      field: 'to',
      details,
    });
  return failed({ seen, ...words, ...better(trunk, status, request.from !== undefined), details });
}

/** Where the settings tell more than the status alone. */
function better(trunk: Trunk, status: number, showsNumber: boolean): Partial<Verdict> {
  if ((status === 401 || status === 407) && trunk.kind === 'ip')
    return {
      means: 'The carrier does not know your address, or wants user name and password.',
      fix: "Enter your public address in the carrier's portal; or choose the kind of trunk with user name and password.",
      field: 'kind',
    };
  if (status === 403 && !showsNumber && trunk.callerId.show === 'number')
    return { means: 'The carrier refuses this call; none of your numbers was shown as its caller.' };
  if (status !== 488 && status !== 606) return {};
  if (trunk.mediaEncryption === 'sdes')
    return {
      means:
        'The two sides agree on no audio. Patchcord insists on encrypted audio (SRTP), which this carrier seems not to take.',
      fix: 'Switch media encryption off, or switch it on at the carrier ("secure trunking").',
      field: 'mediaEncryption',
    };
  if (trunk.codecs.includes('alaw') || trunk.codecs.includes('ulaw'))
    return {
      means:
        'The two sides agree on no audio. You offer a codec that nearly every carrier takes, so it probably wants encrypted audio (SRTP).',
      fix: 'Choose SDES for media encryption. If it stays, ask the carrier which codecs it takes.',
      field: 'mediaEncryption',
    };
  return {
    means: 'The two sides have no codec in common.',
    fix: 'Add alaw and ulaw, which nearly every carrier takes.',
    field: 'codecs',
  };
}

function silent(trunk: Trunk): Verdict {
  const server = firstHop(trunk);
  return failed({
    seen: 'The carrier gave no answer to the call.',
    means: 'The call does not arrive, or its answer does not come back.',
    fix: 'Check domain and port, and that your firewall lets SIP out and its answers in.',
    field: portField(server),
  });
}

/** The carrier said 200 and there is no call: what it said of the audio could not be taken. */
function brokenOff(trunk: Trunk, body: string): Verdict {
  const audio = readAudio(body);
  if (trunk.mediaEncryption === 'sdes' && audio?.hasCrypto !== true)
    return failed({
      seen: 'The carrier answered with audio that is not encrypted.',
      means: 'Patchcord insists on encrypted audio (SRTP) on this trunk, so it hung up.',
      fix: 'Switch media encryption off, or switch it on at the carrier ("secure trunking").',
      field: 'mediaEncryption',
    });
  return failed({
    seen: 'The carrier answered, and the call ended at once.',
    means: 'The two sides could not agree on the audio.',
    fix: 'Check codecs and media encryption.',
    field: 'codecs',
  });
}
