/** The parts of npm `ari-client` 2.2.0 that we use, those with an underscore private to it; it ships no types. */
declare module 'ari-client' {
  export interface SwaggerResponse {
    readonly status: number;
    /** The body's text; undefined or empty if there is none. */
    readonly data?: unknown;
  }

  export interface SwaggerOperation {
    /** In lower case. */
    readonly method: string;
    /** Such as /channels/{channelId}/play */
    readonly path: string;
    do(
      args: Record<string, string>,
      success: (response: SwaggerResponse) => void,
      failure: (response: SwaggerResponse) => void,
    ): void;
  }

  export interface AriClientSocket {
    on(event: 'open' | 'pong', listener: () => void): unknown;
    on(event: 'message', listener: (data: unknown) => void): unknown;
    on(event: 'close', listener: (code: number) => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
    removeAllListeners(event: string): unknown;
    ping(): void;
    terminate(): void;
  }

  export interface ClientPlayback {
    once(event: 'PlaybackFinished', listener: () => void): void;
  }

  export interface ClientChannel {
    once(event: 'ChannelDtmfReceived', listener: () => void): void;
    answer(): PromiseLike<void>;
    play(options: { media: string }, playback: ClientPlayback): PromiseLike<unknown>;
    hangup(): PromiseLike<void>;
  }

  export interface Client {
    readonly _swagger: {
      readonly apis: Readonly<Record<string, { readonly operations: Readonly<Record<string, SwaggerOperation>> }>>;
    };
    readonly _ws: AriClientSocket;
    start(app: string): PromiseLike<void>;
    on(event: 'StasisStart', listener: (event: unknown, channel: ClientChannel) => void): void;
    readonly asterisk: { getGlobalVar(options: { variable: string }): PromiseLike<unknown> };
    Playback(): ClientPlayback;
  }

  export function connect(url: string, username: string, password: string): PromiseLike<Client>;
}
