/** Settings of a trunk of which no configuration can be made. The others are not touched by it. */
export class TrunkError extends Error {
  readonly code: string;
  readonly trunkId: string;
  readonly field: string;
  readonly fix: string;

  constructor(code: string, where: { trunkId: string; field: string }, message: string, fix: string) {
    super(message);
    this.name = 'TrunkError';
    this.code = code;
    this.trunkId = where.trunkId;
    this.field = where.field;
    this.fix = fix;
  }
}
