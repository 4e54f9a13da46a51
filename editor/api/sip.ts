import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';

export interface SipMessage {
  readonly atMs: number;
  /** Address and port. */
  readonly from: string;
  readonly to: string;
  readonly direction: 'in' | 'out';
  /** `INVITE`, `200 OK` */
  readonly label: string;
  /** All of it; secrets are taken out. */
  readonly text: string;
}

interface SipOfCall {
  readonly messages: readonly SipMessage[];
  readonly peers: readonly { readonly id: string; readonly isHere: boolean }[];
}

const path = (callId: string) => `/api/calls/${encodeURIComponent(callId)}`;

export const useCallSip = (callId: string) =>
  useQuery({
    queryKey: ['calls', 'sip', callId],
    queryFn: () => request<SipOfCall>('GET', `${path(callId)}/sip`),
  });

/** The same for Wireshark. */
export const pcapAddress = (callId: string): string => `${path(callId)}/sip.pcap`;
