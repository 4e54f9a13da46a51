import type { UA } from 'jssip';
import { request } from '../api/client.ts';

/** What the API answers to a new browser phone. */
export interface PhoneSession {
  readonly id: string;
  readonly socket: string;
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly target: string;
}

export interface PhoneListener {
  ringing(): void;
  answered(): void;
  /** `cause` is SIP's, for the log; the person is told by the call's own events. */
  ended(cause: string): void;
  /** What the person hears. */
  remote(stream: MediaStream): void;
  /** What the microphone gives. */
  local(stream: MediaStream): void;
}

export interface BrowserPhone {
  press(key: string): void;
  hangUp(): void;
}

/** What JsSIP gives of a call. */
type RtcSession = ReturnType<UA['call']>;

/** Calls a draft from this browser: SIP through the runtime, audio straight to Asterisk. Loads JsSIP when it is used. */
export async function callFromBrowser(session: PhoneSession, listener: PhoneListener): Promise<BrowserPhone> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  listener.local(microphone);
  const { default: JsSIP } = await import('jssip');
  const socket = new JsSIP.WebSocketInterface(
    new URL(session.socket, window.location.href.replace(/^http/, 'ws')).href,
  );
  const agent = new JsSIP.UA({
    sockets: [socket],
    uri: session.uri,
    authorization_user: session.username,
    password: session.password,
    register: false,
    session_timers: false,
  });
  let call: RtcSession | undefined;
  let isOver = false;
  const end = (cause: string) => {
    if (isOver) return;
    isOver = true;
    for (const track of microphone.getTracks()) track.stop();
    agent.stop();
    void request('DELETE', `/api/phone/sessions/${session.id}`).catch(() => {});
    listener.ended(cause);
  };
  agent.on('disconnected', () => end('disconnected'));
  agent.on('connected', () => {
    call ??= agent.call(session.target, { mediaStream: microphone, pcConfig: { iceServers: [] } });
    call.on('progress', listener.ringing);
    call.on('confirmed', listener.answered);
    call.on('ended', ({ cause }: { cause: string }) => end(cause));
    call.on('failed', ({ cause }: { cause: string }) => end(cause));
    call.connection.addEventListener('track', ({ streams, track }) =>
      listener.remote(streams[0] ?? new MediaStream([track])),
    );
  });
  agent.start();
  return {
    press: (key) => call?.sendDTMF(key, { transportType: 'RFC2833' as never, duration: 120 }),
    hangUp: () => (call === undefined || call.isEnded() ? end('hung up') : call.terminate()),
  };
}
