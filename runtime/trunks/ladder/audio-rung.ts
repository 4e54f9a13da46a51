import { setTimeout as sleep } from 'node:timers/promises';
import { readAudio } from '#runtime/hep/sdp';
import type { Climb, RungRun } from './climb.ts';
import { isPrivateAddress } from './private-address.ts';
import { type RtpCounts, rtpCounts } from './rtp-counts.ts';
import { failed, ok, skipped, type Verdict } from './verdict.ts';

const SAMPLES = 6;
const SAMPLE_MS = 700;
/** Whoever is called hears the tone of a telephone that rings. Its pauses are sent as well. */
const TONE = 'tone:ring';

/** Packets of sound in both directions, over four seconds; what the carrier said of its audio tells the reason. */
export async function audioRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { call } = climb;
  if (call === undefined) return skipped('Nobody answered, so there was nothing to hear.');
  const { line, id } = call;
  await line.playbacks.start({ id: `${id}-tone`, on: { channel: id }, media: [TONE] });
  const samples: RtpCounts[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await sleep(SAMPLE_MS, undefined, { signal });
    const counts = await rtpCounts(line.ari, id);
    if (counts === undefined) break;
    samples.push(counts);
    tell(`${counts.txcount} packets sent, ${counts.rxcount} received.`);
  }
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 2)
    return failed({
      seen: 'The call ended before its sound could be tested.',
      means: 'Whoever was called hung up, or the carrier broke off.',
      fix: 'Call another number.',
      field: 'to',
    });
  return judge(climb, first, last);
}

function judge(climb: Climb, first: RtpCounts, last: RtpCounts): Verdict {
  const sent = last.txcount - first.txcount;
  const received = last.rxcount - first.rxcount;
  const final = climb.call?.watch?.final;
  const theirs = final && readAudio(final.sip.body);
  const ours = climb.call?.watch?.invite && readAudio(climb.call.watch.invite.sip.body);
  const server = final?.source.address ?? '';
  const seen = `${sent} packets of sound went out and ${received} came in.`;
  const details = [
    ...(theirs === undefined ? [] : [`The carrier's audio: ${theirs.address}:${theirs.port}, ${theirs.direction}`]),
    ...(ours === undefined ? [] : [`Ours: ${ours.address}:${ours.port}, ${ours.direction}`]),
    ...(last.txploss === undefined ? [] : [`The other side says that it lost ${last.txploss} of our packets.`]),
  ];
  const hidden = theirs !== undefined && isPrivateAddress(theirs.address) && !isSameNetwork(theirs.address, server);
  const isOursHidden = ours !== undefined && isPrivateAddress(ours.address) && !isPrivateAddress(server);
  if (received <= 2)
    return failed({
      seen,
      details,
      ...(isOursHidden
        ? {
            means: `You hear nothing: the carrier was told to send sound to ${ours.address}, an address that exists only in your own network (NAT).`,
            fix: 'Enter the public address of this machine under "This machine", and forward its media ports to it.',
            field: 'publicAddress',
          }
        : theirs !== undefined && (theirs.direction === 'recvonly' || theirs.direction === 'inactive')
          ? {
              means: `You hear nothing: the carrier said itself that it sends no sound (${theirs.direction}).`,
              fix: 'Call another number; ask the carrier if it stays.',
              field: 'to',
            }
          : hidden
            ? {
                means: `You hear nothing, and the carrier names ${theirs.address} for its sound: an address of its own network, which can not be reached from here.`,
                fix: "Tell the carrier: its server does not know its public address. Behind the same NAT, check that router's SIP help (ALG), and switch it off.",
                field: 'domain',
              }
            : {
                means: 'You hear nothing: no sound of the other side arrives here.',
                fix: 'Let the media ports (UDP) through your firewall, and check the public address under "This machine".',
                field: 'publicAddress',
              }),
    });
  const isDeaf = theirs !== undefined && (theirs.direction === 'sendonly' || theirs.direction === 'inactive');
  const lost = (last.txploss ?? 0) - (first.txploss ?? 0);
  if (sent <= 2 || isDeaf || lost > sent / 2)
    return failed({
      seen,
      details,
      means: isDeaf
        ? `The other side hears nothing: it said itself that it takes no sound (${theirs.direction}).`
        : sent <= 2
          ? 'The other side hears nothing: no sound leaves here.'
          : 'The other side hears nothing: it says that our packets do not arrive.',
      fix: isDeaf
        ? 'Call another number; ask the carrier if it stays.'
        : 'Let UDP out to all ports of the carrier through your firewall; switch off the SIP help (ALG) of your router.',
      field: isDeaf ? 'to' : 'publicAddress',
    });
  return ok({
    seen,
    details,
    means: hidden
      ? `Sound goes both ways. The carrier named ${theirs.address} for its sound, an address of its own network; Patchcord sends to where its sound comes from instead.`
      : 'Sound goes both ways.',
  });
}

/** A carrier in one's own network may well name an address of it. */
const isSameNetwork = (one: string, other: string): boolean =>
  one === other || one.split('.').slice(0, 2).join('.') === other.split('.').slice(0, 2).join('.');
