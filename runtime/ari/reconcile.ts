import type { Bridge, Channel } from './resources.ts';

/** What Asterisk has: GET /applications/{app} (channel_ids), GET /channels, GET /bridges. */
export interface AsteriskResources {
  readonly appChannelIds: readonly string[];
  readonly channels: readonly Channel[];
  readonly bridges: readonly Bridge[];
}

/** A call as our journal knows it: its caller's channel and whatever else it made. */
export interface KnownCall {
  readonly callId: string;
  /** Empty for an outbound call that has reached nobody yet. */
  readonly channelId: string;
}

export interface Reconciliation {
  /** Calls whose channel is still there: go on with them. */
  readonly adopt: readonly { readonly callId: string; readonly channel: Channel | undefined }[];
  /** Calls that ended while nobody listened: no event will ever tell. */
  readonly gone: readonly string[];
  /** Ours, but of no call that goes on: to be hung up and destroyed. */
  readonly orphaned: { readonly channelIds: readonly string[]; readonly bridgeIds: readonly string[] };
}

/**
 * Compares what Asterisk has with what we think is ours, after every connect: events of the gap are lost for ever and
 * StasisStart is not repeated. `callOf` tells which call a channel's or bridge's id belongs to: undefined unless this very
 * instance made the id (another one may share the Asterisk). A channel in our application with a foreign id is a call
 * that came in unheard: an orphan too. One of ours that is up but outside was sent into the dialplan, and is left there.
 */
export function reconcile(
  app: string,
  found: AsteriskResources,
  known: readonly KnownCall[],
  callOf: (id: string) => string | undefined,
): Reconciliation {
  const channels = new Map(found.channels.map((channel) => [channel.id, channel]));
  const adopt: { callId: string; channel: Channel | undefined }[] = [];
  const gone: string[] = [];
  for (const { callId, channelId } of known) {
    const channel = channels.get(channelId);
    if (channelId === '') adopt.push({ callId, channel: undefined });
    else if (channel !== undefined && isInApp(channel, app, found.appChannelIds)) adopt.push({ callId, channel });
    else gone.push(callId);
  }
  const adopted = new Set(adopt.map(({ callId }) => callId));
  const callers = new Set(adopt.map(({ channel }) => channel?.id));
  const isLost = (id: string) => {
    const callId = callOf(id);
    return callId !== undefined && !adopted.has(callId);
  };
  const isOrphan = (channel: Channel) => {
    if (callers.has(channel.id)) return false;
    if (isInApp(channel, app, found.appChannelIds)) return callOf(channel.id) === undefined || isLost(channel.id);
    return channel.state !== 'Up' && isLost(channel.id);
  };
  return {
    adopt,
    gone,
    orphaned: {
      channelIds: found.channels.filter(isOrphan).map(({ id }) => id),
      bridgeIds: found.bridges.map(({ id }) => id).filter(isLost),
    },
  };
}

/** app_data is `application,arg,arg`; before Asterisk 16.16 a channel does not say, and only the application knows. */
function isInApp({ id, dialplan }: Channel, app: string, appChannelIds: readonly string[]): boolean {
  if (dialplan.app_name === undefined) return appChannelIds.includes(id);
  return dialplan.app_name === 'Stasis' && dialplan.app_data?.split(',', 1)[0] === app;
}
