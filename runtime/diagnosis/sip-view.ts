import type { TappedMessage } from '#runtime/hep/tapped-message';

/** The messages of a call as a diagram shows them. */
export interface SipView {
  /** Each place once, in the order of its first message. */
  readonly peers: readonly { readonly id: string; readonly isHere: boolean }[];
  readonly messages: readonly {
    readonly atMs: number;
    readonly from: string;
    readonly to: string;
    readonly direction: 'in' | 'out';
    readonly transport: 'udp' | 'tcp';
    /** `INVITE`, `200 OK` */
    readonly label: string;
    readonly callId: string;
    /** All of it; secrets are x's. */
    readonly text: string;
  }[];
}

const MOST_LABEL = 60;

export function sipView(messages: readonly TappedMessage[]): SipView {
  const peers = new Map<string, boolean>();
  const view = messages.map(({ atMs, source, destination, direction, transport, sip }) => {
    const [from, to] = [source, destination].map(({ address, port }) => `${address}:${port}`) as [string, string];
    if (!peers.has(from)) peers.set(from, direction === 'out');
    if (!peers.has(to)) peers.set(to, direction === 'in');
    const label = sip.status === undefined ? sip.method : `${sip.status} ${sip.reason}`;
    return {
      atMs,
      from,
      to,
      direction,
      transport,
      label: label.slice(0, MOST_LABEL),
      callId: sip.callId.slice(0, 256),
      text: sip.text,
    };
  });
  return { peers: [...peers].map(([id, isHere]) => ({ id, isHere })), messages: view };
}
