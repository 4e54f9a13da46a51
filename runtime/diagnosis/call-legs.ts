import { trunkOfEndpoint } from '#asterisk-config/trunk-names';
import type { AriEvent } from '#runtime/ari/events';

/** One channel of a call, as far as Asterisk has told of it. */
export interface Leg {
  readonly channelId: string;
  /** Such as PJSIP/pc-acme-00000001 */
  readonly name: string;
  hangup: { cause: number; sipStatus?: number } | undefined;
}

/** Channels of calls that are long over are forgotten when so many others have come. */
const MOST_LEGS = 10_000;

/** Which channel is which leg of which call, from the events of Asterisk. */
export class CallLegs {
  readonly #legs = new Map<string, Leg>();
  readonly #idByName = new Map<string, string>();

  take(event: AriEvent): void {
    if (event.type === 'StasisStart') {
      const { id, name } = event.channel;
      if (!name.startsWith('PJSIP/') || this.#legs.has(id)) return;
      this.#legs.set(id, { channelId: id, name, hangup: undefined });
      this.#idByName.set(name, id);
      if (this.#legs.size > MOST_LEGS) this.forget(this.#legs.keys().next().value ?? '');
    } else if (event.type === 'ChannelHangupRequest' || event.type === 'ChannelDestroyed') {
      const leg = this.#legs.get(event.channel.id);
      if (leg === undefined || event.cause === undefined) return;
      const sipStatus = event.tech_cause ?? leg.hangup?.sipStatus;
      leg.hangup = { cause: event.cause, ...(sipStatus === undefined ? {} : { sipStatus }) };
    }
  }

  idOf(channelName: string): string | undefined {
    return this.#idByName.get(channelName);
  }

  /** The caller's channel, and those that the call has made: their ids begin with its own. */
  ofCall(callId: string, channelId: string): readonly Leg[] {
    return [...this.#legs.values()].filter(
      (leg) => leg.channelId === channelId || leg.channelId.startsWith(`${callId}:`),
    );
  }

  forget(channelId: string): void {
    const leg = this.#legs.get(channelId);
    if (leg === undefined) return;
    this.#legs.delete(channelId);
    this.#idByName.delete(leg.name);
  }
}

/** `PJSIP/pc-acme-00000001` -> `pc-acme` */
export const endpointOf = (channelName: string): string => /^PJSIP\/(.+)-[0-9a-f]{8}$/.exec(channelName)?.[1] ?? '';

export const isTrunkLeg = (channelName: string): boolean => endpointOf(channelName).startsWith('pc-');

export const trunkOfLeg = (channelName: string): string | undefined => trunkOfEndpoint(endpointOf(channelName));
