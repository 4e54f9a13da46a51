/** Why an Asterisk was not attached or detached; what had been changed was changed back. */
export class AttachError extends Error {
  readonly code: string;
  readonly fix: string;

  constructor(code: string, message: string, fix: string) {
    super(message);
    this.name = 'AttachError';
    this.code = code;
    this.fix = fix;
  }
}
