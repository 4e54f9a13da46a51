import { useEffect, useRef } from 'react';

const RETRY_MS = 1_500;
/** The server's word that this session is over: trying again would not help. */
const SIGNED_OUT = 4001;

/** Listens to everything that happens, calls or not, for as long as the component lives. */
export function useEvents<Event>(onEvent: (event: Event) => void): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(() => listen('/api/events', (event) => latest.current(event as Event)), []);
}

/** Keeps a WebSocket open; returns what ends it. */
export function listen(path: string, onMessage: (message: unknown) => void): () => void {
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
