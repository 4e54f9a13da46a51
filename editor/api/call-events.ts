import { useEffect, useRef } from 'react';
import type { CallEvent } from '#runtime/flow/record';
import { queryOf } from './client.ts';

const RETRY_MS = 1_500;
/** The server's word that this session is over: trying again would not help. */
const SIGNED_OUT = 4001;

/** Listens to call events as they happen, of one call or one flow, for as long as the component lives. */
export function useCallEvents(
  filter: { readonly call?: string | undefined; readonly flow?: string | undefined },
  onEvent: (event: CallEvent) => void,
  enabled = true,
): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const { call, flow } = filter;
  useEffect(() => {
    if (!enabled) return;
    return listen(`/api/events${queryOf({ call, flow })}`, (event) => latest.current(event as CallEvent));
  }, [call, flow, enabled]);
}

/** Keeps a WebSocket open; returns what ends it. */
function listen(path: string, onMessage: (message: unknown) => void): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const open = () => {
    socket = new WebSocket(new URL(path, window.location.href.replace(/^http/, 'ws')));
    socket.onmessage = ({ data }) => onMessage(JSON.parse(String(data)));
    socket.onclose = ({ code }) => {
      if (!ended && code !== SIGNED_OUT) timer = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}
