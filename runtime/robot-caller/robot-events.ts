import * as z from 'zod';

const about = { channel: z.object({ id: z.string(), state: z.string().optional() }) };

/** The events of Asterisk that the robot acts on; all others are left out. */
export const RobotEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StasisStart'), ...about }),
  z.object({ type: z.literal('ChannelStateChange'), ...about }),
  z.object({ type: z.literal('ChannelTalkingStarted'), ...about }),
  z.object({ type: z.literal('ChannelTalkingFinished'), ...about }),
  /** `cause`: Q.850. `tech_cause`: the SIP status, only where the call did not end in the usual way. */
  z.object({ type: z.literal('ChannelDestroyed'), ...about, cause: z.int(), tech_cause: z.int().optional() }),
  z.object({ type: z.literal('RecordingStarted'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('RecordingFinished'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('RecordingFailed'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string(), state: z.string() }) }),
]);
export type RobotEvent = z.infer<typeof RobotEvent>;

/** An event with the time it arrived at, by `performance.now()`. */
export type TimedEvent = { readonly event: RobotEvent; readonly atMs: number };

/** The events about one channel, recording or playback: also those that came before anybody asked. */
export type Watch = {
  /** Settles at the first such event; never, if none comes. */
  first(isIt: (event: RobotEvent) => boolean): Promise<TimedEvent>;
  stop(): void;
};

export type RobotEvents = {
  receive(message: unknown): void;
  /** `onEvent` is called for each event, before anything that waits for it goes on. */
  watch(subject: string, onEvent?: (timed: TimedEvent) => void): Watch;
};

export const isOneOf =
  (...types: readonly RobotEvent['type'][]) =>
  (event: RobotEvent): boolean =>
    types.includes(event.type);

/** Whether the event is the answer of a call. */
export const isUp = (event: RobotEvent): boolean => event.type === 'ChannelStateChange' && event.channel.state === 'Up';

function subjectOf(event: RobotEvent): string {
  if ('channel' in event) return event.channel.id;
  return 'recording' in event ? event.recording.name : event.playback.id;
}

/** Hands what Asterisk says to whoever watches the thing it is about. */
export function createRobotEvents(): RobotEvents {
  const watchers = new Map<string, (timed: TimedEvent) => void>();
  return {
    receive(message) {
      const event = RobotEvent.safeParse(message).data;
      if (event) watchers.get(subjectOf(event))?.({ event, atMs: performance.now() });
    },
    watch(subject, onEvent) {
      const past: TimedEvent[] = [];
      const waiting: { isIt: (event: RobotEvent) => boolean; resolve: (timed: TimedEvent) => void }[] = [];
      watchers.set(subject, (timed) => {
        past.push(timed);
        onEvent?.(timed);
        for (const { isIt, resolve } of waiting) if (isIt(timed.event)) resolve(timed);
      });
      return {
        first(isIt) {
          const known = past.find(({ event }) => isIt(event));
          if (known) return Promise.resolve(known);
          return new Promise((resolve) => waiting.push({ isIt, resolve }));
        },
        stop: () => void watchers.delete(subject),
      };
    },
  };
}
