/** A secret, or the key that opens it, is not to be had. Never holds a value. */
export class SecretError extends Error {
  readonly code: string;
  readonly fix: string;
  constructor(code: string, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}
