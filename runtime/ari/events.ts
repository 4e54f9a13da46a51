import { z } from 'zod';
import { Bridge, Channel, LiveRecording, Playback } from './resources.ts';

/** Of a channel that is known from its StasisStart, only what can change: each field costs at every event. */
const ChannelNow = Channel.pick({ id: true, state: true });

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), application: z.string(), ...shape });

/** The events that the runtime acts upon; everything else is filtered out by Asterisk, and ignored if it comes. */
export const AriEvent = z.discriminatedUnion('type', [
  event('StasisStart', { channel: Channel, args: z.array(z.string()), replace_channel: Channel.optional() }),
  event('StasisEnd', { channel: ChannelNow }),
  event('ChannelStateChange', { channel: ChannelNow }),
  event('ChannelDtmfReceived', { channel: ChannelNow, digit: z.string().length(1), duration_ms: z.number() }),
  event('ChannelHold', { channel: ChannelNow }),
  event('ChannelUnhold', { channel: ChannelNow }),
  event('ChannelTalkingStarted', { channel: ChannelNow }),
  event('ChannelTalkingFinished', { channel: ChannelNow, duration: z.number() }),
  event('ChannelToneDetected', { channel: ChannelNow }),
  event('ChannelHangupRequest', {
    channel: ChannelNow,
    cause: z.number().optional(),
    /** SIP status; Asterisk 22.7 and later, abnormal ends only */
    tech_cause: z.number().optional(),
    soft: z.boolean().optional(),
  }),
  event('ChannelDestroyed', {
    channel: ChannelNow,
    cause: z.number(),
    cause_txt: z.string(),
    tech_cause: z.number().optional(),
  }),
  event('ChannelEnteredBridge', { bridge: Bridge, channel: ChannelNow.optional() }),
  event('ChannelLeftBridge', { bridge: Bridge, channel: ChannelNow }),
  /** Only comes while the application is subscribed to the bridge; one with channels in it is left first. */
  event('BridgeDestroyed', { bridge: Bridge }),
  event('Dial', {
    caller: ChannelNow.optional(),
    peer: ChannelNow,
    dialstatus: z.string(),
    dialstring: z.string().optional(),
  }),
  event('PlaybackStarted', { playback: Playback }),
  event('PlaybackContinuing', { playback: Playback }),
  event('PlaybackFinished', { playback: Playback }),
  event('RecordingStarted', { recording: LiveRecording }),
  event('RecordingFinished', { recording: LiveRecording }),
  event('RecordingFailed', { recording: LiveRecording }),
  event('ChannelUserevent', { eventname: z.string() }),
  event('ApplicationReplaced', {}),
]);
export type AriEvent = z.infer<typeof AriEvent>;
export type AriEventType = AriEvent['type'];
export type AriEventOf<Type extends AriEventType> = Extract<AriEvent, { type: Type }>;

// One look-up by type instead of the union's own: an event of a type we do not use must cost nothing and is no error.
const schemas = new Map<unknown, z.ZodType<AriEvent>>(
  AriEvent.options.map((option) => [option.shape.type.value, option]),
);

export const ARI_EVENT_TYPES = AriEvent.options.map((option) => option.shape.type.value);

export type ParsedEvent = { event: AriEvent } | { ignored: true } | { malformed: string };

/** Events are text from the network: this never throws. */
export function parseEvent(message: unknown): ParsedEvent {
  if (typeof message !== 'object' || message === null || !('type' in message)) return { malformed: 'no type' };
  const schema = schemas.get(message.type);
  if (schema === undefined) return { ignored: true };
  const parsed = schema.safeParse(message);
  if (parsed.success) return { event: parsed.data };
  const issue = parsed.error.issues[0];
  return { malformed: `${String(message.type)}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
}
