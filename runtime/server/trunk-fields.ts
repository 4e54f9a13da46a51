import * as z from 'zod';
import { E164, SecretName, TrunkId } from '#asterisk-config/sip-names';
import { Trunk } from '#asterisk-config/trunk';
import { TrunkState } from '#asterisk-config/trunk-state';
import { SecretValue } from '#runtime/secrets/secrets';

const { id: _, password: __, ...settings } = Trunk.shape;

/** A trunk as it comes in: its password as the name of a secret, or in clear, to be kept as one. */
export const TrunkBody = z.strictObject({
  ...settings,
  password: z
    .union([SecretName, z.strictObject({ value: SecretValue })])
    .optional()
    .meta({
      description: 'The name of a secret, or { value }: then it is kept as a secret, and only its name comes back.',
    }),
});
export type TrunkBody = z.infer<typeof TrunkBody>;

const TrunkProblem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  field: z.string().optional(),
  message: z.string(),
  fix: z.string(),
  suggestion: z.looseObject({}).optional(),
  clear: z.array(z.string()).optional(),
});

/** A trunk as it goes out. */
export const TrunkInfo = z.strictObject({
  ...Trunk.shape,
  revision: z.int(),
  updatedAt: z.date(),
  updatedBy: z.string(),
  state: TrunkState,
  numbers: z.array(E164),
  problems: z.array(TrunkProblem),
});
export type TrunkInfo = z.infer<typeof TrunkInfo>;

export const TrunkParams = z.strictObject({ id: TrunkId });

export const TrunkRevisionInfo = z.strictObject({
  number: z.int(),
  settings: Trunk,
  createdAt: z.date(),
  createdBy: z.string(),
  passedAt: z.date().nullable(),
});

/** Keeps a trunk's password as a secret of this name. */
export const passwordSecretOf = (trunkId: string): string => `trunk-${trunkId}-password`;
