import { z } from 'zod';
import { decode } from '#runtime/ari/command';
import { ariPath } from '#runtime/ari/path';
import type { AriRequester } from '#runtime/ari/transport';

const Statistics = z.object({
  txcount: z.number(),
  rxcount: z.number(),
  /** Packets of ours that the other side says it lost. */
  txploss: z.number().optional(),
});
export type RtpCounts = z.infer<typeof Statistics>;

/** Packets of a call so far; undefined where it is over. One value proves nothing: compare two. */
export async function rtpCounts(ari: AriRequester, channel: string): Promise<RtpCounts | undefined> {
  const path = ariPath`channels/${channel}/rtp_statistics`;
  const answer = await ari.request('GET', path);
  return answer.status === 200 ? decode(Statistics, answer, path) : undefined;
}
