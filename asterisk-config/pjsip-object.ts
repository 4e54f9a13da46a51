import { confFile } from './conf.ts';

export type PjsipType = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

/**
 * One object of Asterisk's PJSIP, as it is pushed by ARI or written as a section of a file. Its values are as Asterisk
 * shall hold them: the writer of files escapes them, ARI needs no escaping.
 */
export interface PjsipObject {
  readonly type: PjsipType;
  readonly id: string;
  /** No name repeats: the astdb would keep the last one only. */
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
}

/**
 * A field that is to be empty: ARI leaves a field of an object that is there as it was unless it is told otherwise
 * (measured, 22.10.1). A file leaves it out.
 */
export const nothing = '';

/** Objects as text for Asterisk's parser; the type of each is its first line. */
export function pjsipObjectsFile(objects: readonly PjsipObject[]): string {
  return confFile(
    objects.map(({ type, id, fields }) => ({
      name: id,
      options: [['type', type], ...fields.filter(([, value]) => value !== nothing)],
    })),
  );
}
