import { z } from 'zod';

// Only the fields the runtime uses, in Asterisk's spelling: whatever else is in an answer is dropped unread.

const Party = z.object({ name: z.string(), number: z.string() });

export const Channel = z.object({
  id: z.string().min(1),
  /** Such as PJSIP/trunk-00000001 */
  name: z.string(),
  /** Down, Rsrvd, OffHook, Dialing, Ring, Ringing, Up, Busy, "Dialing Offhook", Pre-ring or Unknown */
  state: z.string(),
  caller: Party,
  connected: Party,
  dialplan: z.object({
    context: z.string(),
    exten: z.string(),
    /** `Stasis` while an application has the channel; absent before Asterisk 16.16 */
    app_name: z.string().optional(),
    /** For Stasis: application,arg,arg */
    app_data: z.string().optional(),
  }),
  /** Answers to externalMedia, and every channel if ari.conf names variables. */
  channelvars: z.record(z.string(), z.string()).optional(),
});
export type Channel = z.infer<typeof Channel>;

/** Of one channel, since its begin. */
export const RtpStatistics = z.object({
  txcount: z.number(),
  rxcount: z.number(),
  /** Of those sent, how many the other side reports as lost. */
  txploss: z.number(),
  /** Seconds; 0 until the other side has reported anything (RTCP). */
  rtt: z.number(),
});

export const Bridge = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  bridge_type: z.string(),
  channels: z.array(z.string()),
});
export type Bridge = z.infer<typeof Bridge>;

export const Playback = z.object({
  id: z.string().min(1),
  media_uri: z.string(),
  /** channel:ID or bridge:ID */
  target_uri: z.string(),
  /** queued, playing, continuing, paused, done or failed */
  state: z.string(),
});
export type Playback = z.infer<typeof Playback>;

export const LiveRecording = z.object({
  name: z.string().min(1),
  format: z.string(),
  /** queued, recording, paused, done, failed or canceled */
  state: z.string(),
  target_uri: z.string(),
  /** Seconds; on finished recordings */
  duration: z.number().optional(),
  talking_duration: z.number().optional(),
  silence_duration: z.number().optional(),
  cause: z.string().optional(),
});
export type LiveRecording = z.infer<typeof LiveRecording>;

export const StoredRecording = z.object({ name: z.string().min(1), format: z.string() });
export type StoredRecording = z.infer<typeof StoredRecording>;

export const Application = z.object({
  name: z.string(),
  channel_ids: z.array(z.string()),
  bridge_ids: z.array(z.string()),
});
export type Application = z.infer<typeof Application>;
