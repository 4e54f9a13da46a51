/** What the bench tells a program of its own, in BENCH_PROGRAM. */
export interface ProgramInput {
  /** Of the form http://127.0.0.1:18088/ari */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly application: string;
  /** `sound:` and an absolute path. */
  readonly prompt: string;
}

export function readProgramInput(): ProgramInput {
  return JSON.parse(process.env.BENCH_PROGRAM ?? '') as ProgramInput;
}
