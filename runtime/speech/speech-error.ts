/** Everything that can go wrong in `runtime/speech`. */
export type SpeechErrorCode =
  | 'speech-not-installed'
  | 'speech-failed'
  | 'speech-timeout'
  | 'speech-busy'
  | 'speech-stopped'
  | 'no-voice-for-language'
  | 'unknown-voice'
  | 'nothing-to-say'
  | 'text-too-long'
  | 'asset-not-wav'
  | 'asset-unsupported'
  | 'asset-empty'
  | 'asset-too-large'
  | 'asset-hash-invalid'
  | 'asset-missing';

/** A fault of speech or assets: a stable `code`, what happened, and what to do about it. */
export class SpeechError extends Error {
  readonly code: SpeechErrorCode;
  readonly fix: string;

  constructor(code: SpeechErrorCode, message: string, fix: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SpeechError';
    this.code = code;
    this.fix = fix;
  }
}
